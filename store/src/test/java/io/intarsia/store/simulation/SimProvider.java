package io.intarsia.store.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of simulated file systems. */
final class SimProvider extends FileSystemProvider {
  static final SimProvider ONLY = new SimProvider();

  private static final int RANDOM_BYTES = 64;

  @Override
  public String getScheme() {
    return "sim";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    SimPath file = SimPath.of(path);
    if (!file.name().equals("/dev/urandom")) {
      return super.newInputStream(path, options);
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    file.system().world().random().nextBytes(bytes);
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    SimPath file = SimPath.of(path);
    Disk disk = file.system().disk();
    file.system().attempt("open", file.name());
    Node node = disk.get(file.name());
    boolean isNew = options.contains(StandardOpenOption.CREATE_NEW);
    if (node == null && (isNew || options.contains(StandardOpenOption.CREATE))) {
      checkParent(file);
      node = disk.create(file.name(), false);
    } else if (node == null) {
      throw new NoSuchFileException(file.name());
    } else if (isNew) {
      throw new FileAlreadyExistsException(file.name());
    }
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      node.truncate();
    }
    return new SimChannel(file, node);
  }

  private static void checkParent(SimPath file) throws NoSuchFileException {
    if (!file.system().disk().hasParent(file.name())) {
      throw new NoSuchFileException(file.name());
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    SimPath directory = SimPath.of(path);
    directory.system().attempt("list", directory.name());
    if (!existing(directory).isDirectory()) {
      throw new NotDirectoryException(directory.name());
    }
    List<Path> children = new ArrayList<>();
    for (String child : directory.system().disk().children(directory.name())) {
      children.add(directory.system().getPath(child));
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return children.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    SimPath directory = SimPath.of(path);
    directory.system().attempt("mkdir", directory.name());
    if (directory.system().disk().get(directory.name()) != null) {
      throw new FileAlreadyExistsException(directory.name());
    }
    checkParent(directory);
    directory.system().disk().create(directory.name(), true);
  }

  @Override
  public void delete(Path path) throws IOException {
    SimPath file = SimPath.of(path);
    file.system().attempt("delete", file.name());
    existing(file);
    if (!file.system().disk().children(file.name()).isEmpty()) {
      throw new DirectoryNotEmptyException(file.name());
    }
    file.system().disk().delete(file.name());
    file.system().failPerhaps("delete", file.name());
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    SimPath source = SimPath.of(from);
    SimPath target = SimPath.of(to);
    source.system().attempt("rename", source + " " + target);
    existing(source);
    checkParent(target);
    source.system().disk().rename(source.name(), target.name());
    source.system().failPerhaps("rename", source + " " + target);
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isSameFile(Path a, Path b) {
    return a.equals(b);
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    SimPath file = SimPath.of(path);
    file.system().attempt("access", file.name());
    existing(file);
  }

  private static Node existing(SimPath file) throws NoSuchFileException {
    Node node = file.system().disk().get(file.name());
    if (node == null) {
      throw new NoSuchFileException(file.name());
    }
    return node;
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type == PosixFileAttributeView.class ? type.cast(new SimPermissions()) : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    SimPath file = SimPath.of(path);
    file.system().attempt("stat", file.name());
    Node node = existing(file);
    return type.cast(new SimAttributes(node.isDirectory(), node.length()));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
