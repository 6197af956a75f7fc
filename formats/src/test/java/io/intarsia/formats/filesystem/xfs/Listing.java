package io.intarsia.formats.filesystem.xfs;

import io.intarsia.bytes.ByteSource;
import io.intarsia.formats.filesystem.Extent;
import io.intarsia.formats.filesystem.FileSystem;
import io.intarsia.formats.filesystem.FileType;
import io.intarsia.formats.filesystem.Inode;
import io.intarsia.formats.filesystem.Xattr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a reader says of a file system, a line for each file and each attribute. */
final class Listing {
  private static final String LETTERS = "fdlcbps";
  private static final long MAX_HASHED = 1 << 24;

  private final FileSystem fileSystem;
  private final TreeSet<String> lines = new TreeSet<>();

  private Listing(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  static Set<String> of(FileSystem fileSystem) throws IOException {
    Listing listing = new Listing(fileSystem);
    Inode root = fileSystem.root();
    listing.attributes("/", root);
    listing.directory("", root);
    return listing.lines;
  }

  private void directory(String path, Inode directory) throws IOException {
    fileSystem.list(
        directory,
        (name, number) -> {
          String child = path + "/" + new String(name, StandardCharsets.ISO_8859_1);
          Inode inode = fileSystem.inode(number);
          if (!lines.add(line(child, inode))) {
            throw new AssertionError("twice: " + child);
          }
          attributes(child, inode);
          if (inode.type() == FileType.DIRECTORY) {
            directory(child, inode);
          }
        });
  }

  private String line(String path, Inode inode) throws IOException {
    boolean sized = inode.type() == FileType.FILE || inode.type() == FileType.SYMLINK;
    String body =
        switch (inode.type()) {
          case FILE -> sha256(inode);
          case SYMLINK -> new String(fileSystem.linkTarget(inode), StandardCharsets.ISO_8859_1);
          default -> "";
        };
    return String.format(
        Locale.ROOT,
        "%s\t%c\t%o\t%d\t%d\t%d\t%d.%09d\t%d\t%s",
        path,
        LETTERS.charAt(inode.type().ordinal()),
        inode.mode(),
        inode.uid(),
        inode.gid(),
        sized ? inode.size() : 0,
        inode.mtimeSeconds(),
        inode.mtimeNanos(),
        inode.links(),
        body);
  }

  private void attributes(String path, Inode inode) throws IOException {
    for (Xattr xattr : fileSystem.xattrs(inode)) {
      String name = new String(xattr.name(), StandardCharsets.ISO_8859_1);
      lines.add(path + "\tx\t" + name + "=0x" + HexFormat.of().formatHex(xattr.value()));
    }
  }

  /** Of the content, which the pieces must make up; nothing for a file that is mostly hole. */
  private String sha256(Inode inode) throws IOException {
    long[] end = {0};
    fileSystem.extents(
        inode,
        extent -> {
          boolean good = extent.fileOffset() >= end[0] && extent.kind() != Extent.Kind.ELSEWHERE;
          end[0] = extent.fileOffset() + extent.length();
          if (!good || end[0] > inode.size()) {
            throw new AssertionError(extent + " of " + inode);
          }
        });
    if (inode.size() > MAX_HASHED) {
      return "";
    }
    try (ByteSource content = fileSystem.open(inode)) {
      byte[] bytes = content.read(0, (int) content.size());
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
