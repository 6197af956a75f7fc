package io.intarsia.formats.image.ova;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import io.intarsia.formats.image.Attachment;
import io.intarsia.formats.image.BackingFiles;
import io.intarsia.formats.image.BackingOpener;
import io.intarsia.formats.image.DiskImage;
import io.intarsia.formats.image.mapped.ZeroDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An opened appliance: an OVA archive, or an OVF descriptor with files beside it. */
public final class ApplianceImage implements DiskImage {
  public static final String OVA = "ova";
  public static final String OVF = "ovf";

  private final String format;
  private final ByteSource file;
  private final List<DiskImage> images;
  private final List<ByteSource> disks;
  private final List<Attachment> attachments;
  private final List<String> leftOut;

  private ApplianceImage(
      String format,
      ByteSource file,
      Disks opened,
      List<Attachment> attachments,
      List<String> leftOut) {
    this.format = format;
    this.file = file;
    this.images = opened.images;
    this.disks = opened.disks;
    this.attachments = attachments;
    this.leftOut = leftOut;
  }

  /** The disks of a descriptor, opened one after the other. */
  private static final class Disks implements AutoCloseable {
    final List<DiskImage> images = new ArrayList<>();
    final List<ByteSource> disks = new ArrayList<>();

    void open(String where, OvfDescriptor descriptor, ApplianceFiles files, BackingOpener opener)
        throws IOException {
      for (OvfDescriptor.Disk disk : descriptor.disks()) {
        if (disk.file() == null) {
          disks.add(new ZeroDisk(where + " > disk", disk.bytes()));
        } else {
          add(files.open(disk.file()), opener);
        }
      }
    }

    private void add(BackingFiles.Backing backing, BackingOpener opener) throws IOException {
      DiskImage image;
      try {
        image = opener.open(backing, null);
      } catch (IOException | RuntimeException e) {
        backing.source().close();
        throw e;
      }
      images.add(image);
      if (image instanceof ApplianceImage) {
        throw new UnsupportedException(
            backing.source().description(), "an appliance inside an appliance");
      }
      disks.add(image.disk());
    }

    @Override
    public void close() throws IOException {
      closeAll(images);
    }
  }

  /**
   * Opens an archive, which the image then owns; when opening fails the file stays open. Reads all
   * of it when it has a manifest.
   *
   * @param opener opens the disks inside
   * @throws MalformedException when a file has another digest than the manifest says
   */
  public static ApplianceImage openArchive(ByteSource file, BackingOpener opener)
      throws IOException {
    List<TarMember> members = TarReader.list(file);
    ApplianceFiles.Archive archive = new ApplianceFiles.Archive(file, members);
    byte[] descriptor = null;
    List<Attachment> attachments = new ArrayList<>();
    for (TarMember member : members) {
      if (isAttachment(member.name())) {
        attachments.add(attachment(archive, member));
        boolean first = descriptor == null && hasSuffix(member.name(), ".ovf");
        descriptor = first ? attachments.getLast().bytes() : descriptor;
      }
    }
    if (descriptor == null) {
      throw new MalformedException(file.description(), "the archive has no OVF descriptor");
    }
    OvfDescriptor parsed = OvfDescriptor.parse(file.description(), descriptor);
    checkManifests(archive, attachments);
    try (Guard guard = new Guard()) {
      guard.disks.open(file.description(), parsed, archive, opener);
      return new ApplianceImage(OVA, file, guard.release(), attachments, leftOut(members, parsed));
    }
  }

  /**
   * Opens a descriptor; the image then owns its file, and when opening fails the file stays open.
   *
   * @param files opens the disks that it names
   * @param opener reads them
   */
  public static ApplianceImage openDescriptor(
      ByteSource file, BackingFiles files, BackingOpener opener) throws IOException {
    if (file.size() > Attachment.MAX_BYTES) {
      throw new MalformedException(file.description(), "it is too long for an OVF descriptor");
    }
    byte[] bytes = file.read(0, (int) file.size());
    OvfDescriptor parsed = OvfDescriptor.parse(file.description(), bytes);
    String path = file.description();
    Attachment attachment = new Attachment(path.substring(path.lastIndexOf('/') + 1), bytes);
    try (Guard guard = new Guard()) {
      guard.disks.open(file.description(), parsed, files::open, opener);
      return new ApplianceImage(OVF, file, guard.release(), List.of(attachment), List.of());
    }
  }

  /** Closes what was opened unless it was released. */
  private static final class Guard implements AutoCloseable {
    final Disks disks = new Disks();
    private boolean released;

    Disks release() {
      released = true;
      return disks;
    }

    @Override
    public void close() throws IOException {
      if (!released) {
        disks.close();
      }
    }
  }

  private static boolean hasSuffix(String name, String suffix) {
    return name.toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  private static boolean isAttachment(String name) {
    return hasSuffix(name, ".ovf") || hasSuffix(name, ".mf") || hasSuffix(name, ".cert");
  }

  private static Attachment attachment(ApplianceFiles.Archive archive, TarMember member)
      throws IOException {
    if (member.size() > Attachment.MAX_BYTES) {
      throw new UnsupportedException(
          archive.file().description(), member.name() + " of " + member.size() + " bytes");
    }
    String name = member.name().substring(member.name().lastIndexOf('/') + 1);
    return new Attachment(name, archive.source(member).read(0, (int) member.size()));
  }

  private static void checkManifests(ApplianceFiles.Archive archive, List<Attachment> attachments)
      throws IOException {
    for (Attachment attachment : attachments) {
      if (hasSuffix(attachment.name(), ".mf")) {
        String where = archive.file().description();
        for (OvfManifest.Line line : OvfManifest.parse(where, attachment.bytes()).lines()) {
          OvfManifest.check(line, archive.open(line.file()).source());
        }
      }
    }
  }

  private static List<String> leftOut(List<TarMember> members, OvfDescriptor descriptor) {
    List<String> phrases = new ArrayList<>();
    for (TarMember member : members) {
      boolean kept =
          isAttachment(member.name())
              || descriptor.disks().stream().anyMatch(disk -> member.name().equals(disk.file()));
      if (!kept) {
        phrases.add("the member " + member.name() + " of the archive");
      }
    }
    return phrases;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public ByteSource disk() {
    return disks.getFirst();
  }

  @Override
  public List<ByteSource> disks() {
    return List.copyOf(disks);
  }

  @Override
  public List<Attachment> attachments() {
    return List.copyOf(attachments);
  }

  @Override
  public List<String> leftOut() {
    List<String> phrases = new ArrayList<>(leftOut);
    images.forEach(image -> phrases.addAll(image.leftOut()));
    return phrases;
  }

  @Override
  public List<String> notes() {
    List<String> sentences = new ArrayList<>();
    images.forEach(image -> sentences.addAll(image.notes()));
    return sentences;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      closeAll(images);
    }
  }

  private static void closeAll(List<? extends AutoCloseable> images) throws IOException {
    IOException failure = null;
    for (AutoCloseable image : images) {
      try {
        image.close();
      } catch (IOException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IOException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
