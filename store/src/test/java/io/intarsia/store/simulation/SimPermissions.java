package io.intarsia.store.simulation;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Permissions can be set, and mean nothing. */
final class SimPermissions implements PosixFileAttributeView {
  @Override
  public String name() {
    return "posix";
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) {}

  @Override
  public PosixFileAttributes readAttributes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTimes(FileTime modified, FileTime accessed, FileTime created) {}

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipal getOwner() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new UnsupportedOperationException();
  }
}
