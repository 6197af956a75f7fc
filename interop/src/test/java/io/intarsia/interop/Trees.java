package io.intarsia.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;

/** Trees of files on this machine, for mke2fs to fill file systems with. */
final class Trees {
  private static final long SEED = 20260102;
  private static final int[] SIZES = {
    0, 1, 59, 60, 61, 100, 150, 160, 1023, 1024, 4095, 4096, 4097, 65_535, 65_536, 65_537, 300_000,
    1_000_000
  };

  /** What Java cannot name in every locale, and modes that it cannot set. */
  private static final String ODD =
      """
      printf latin1 > "$(printf 'caf\\351')"
      printf utf8 > "$(printf 'caf\\303\\251')"
      printf broken > "$(printf 'half \\303')"
      printf surrogate > "$(printf 'no \\355\\240\\200 utf8')"
      printf emoji > "$(printf '\\360\\237\\252\\265 wood')"
      printf bytes > "$(printf 'x\\001\\177\\200\\376\\377')"
      printf quote > "a\\"b'c\\\\d"
      printf space > ' leading and trailing '
      mkdir "$(printf 'dir-\\374')"
      printf below > "$(printf 'dir-\\374/\\344')"
      ln -s "$(printf 'dir-\\374/\\344')" "$(printf 'link-\\326')"
      ln -s "$(printf '%059d' 7)" link-of-59
      ln -s "$(printf '%060d' 7)" link-of-60
      ln -s "$(printf '%0500d' 7)" link-of-500
      ln -s /absolute/nowhere dangling
      mkdir -m 1777 sticky; mkdir -m 2755 setgid; mkdir -m 0 closed
      printf setuid > setuid; chmod 4755 setuid
      mkfifo fifo
      deep=deep; i=0
      while [ $i -lt 60 ]; do deep=$deep/d$i; i=$((i + 1)); done
      mkdir -p "$deep"; printf bottom > "$deep/file"
      """;

  private Trees() {}

  /** A tree with something of everything that needs no root. */
  static Path everything(Path parent) throws IOException {
    Random random = new Random(SEED);
    Path tree = Files.createDirectory(parent.resolve("tree"));
    for (int size : SIZES) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Path file = Files.write(tree.resolve("size-" + size), content);
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000L * size)));
    }
    Path many = Files.createDirectory(tree.resolve("many"));
    for (int i = 0; i < 700; i++) {
      Files.writeString(
          many.resolve("one of many files with a rather long name " + i), "n" + i % 9);
    }
    Files.createLink(tree.resolve("hard-link"), tree.resolve("size-4096"));
    Files.createLink(many.resolve("hard-link"), tree.resolve("size-4096"));
    writeSparse(tree.resolve("sparse"), random);
    Tool.script(tree, ODD);
    return tree;
  }

  /** Pieces in the reach of direct, indirect, double and triple indirect blocks of 1 KiB. */
  private static void writeSparse(Path file, Random random) throws IOException {
    byte[] piece = new byte[5000];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long place : new long[] {0, 20_000, 280_000, 900_000, 69_000_000}) {
        random.nextBytes(piece);
        channel.write(ByteBuffer.wrap(piece), place);
      }
    }
    Tool.run("truncate", "-s", 70_000_001, file);
  }
}
