package io.intarsia.cli;

/** What partition tables call the types that systems in VMs have, for people. */
final class PartitionTypes {
  private PartitionTypes() {}

  /** A name, or the type itself where it has none here. */
  static String text(String type) {
    return switch (type) {
      case "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "0xef" -> "EFI system";
      case "21686148-6449-6e6f-744e-656564454649" -> "BIOS boot";
      case "0fc63daf-8483-4772-8e79-3d69d8477de4", "0x83" -> "Linux";
      case "4f68bce3-e8cd-4db1-96e7-fbcaf984b709" -> "Linux root (x86-64)";
      case "b921b045-1df0-41c3-af44-4c6f280d3fae" -> "Linux root (ARM64)";
      case "bc13c2ff-59e6-4262-a352-b275fd6f7172" -> "Linux boot";
      case "933ac7e1-2eb4-4f13-b844-0e14e2aef915" -> "Linux home";
      case "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "0x82" -> "Linux swap";
      case "e6d6d379-f507-44c2-a23c-238f2a3df928", "0x8e" -> "Linux LVM";
      case "a19d880f-05fc-4d3b-a006-743f0f84911e", "0xfd" -> "Linux RAID";
      case "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "0x07" -> "Windows data";
      case "e3c9e316-0b5c-4db8-817d-f92df00215ae" -> "Windows reserved";
      default -> type;
    };
  }
}
