package io.intarsia.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code --drop} leaves out, and what it leaves. */
class JunkTest {
  @TempDir Path directory = Path.of("");

  @Test
  void swapPartitionsAndFilesAndWindowsFilesBecomeZeros() throws IOException {
    Tool.script(
        directory,
        """
        mkdir tree; echo hello > tree/file
        head -c 1M /dev/urandom > tree/swapfile; mkswap -q tree/swapfile; chmod 600 tree/swapfile
        mke2fs -q -t ext4 -b 4096 -d tree linux 16M
        head -c 8M /dev/urandom > swap; mkswap -q -L mine swap
        head -c 500000 /dev/urandom > page; echo data > data
        truncate -s 16M windows; mkntfs -q -F windows
        ntfscp -q windows page pagefile.sys; ntfscp -q windows page HIBERFIL.SYS
        ntfscp -q windows data data
        """);
    Path disk =
        Images.disk(
            directory.resolve("disk"),
            "48M",
            "label: gpt\nstart=2048,size=32768\nstart=34816,size=16384\nstart=51200,size=32768\n");
    Images.put(directory.resolve("linux"), disk, 2048 * 512);
    Images.put(directory.resolve("swap"), disk, 34816 * 512);
    Images.put(directory.resolve("windows"), disk, 51200 * 512);
    Cli cli = Cli.create(directory.resolve("store"));

    cli.good("checkin", disk, "kept");
    JsonNode some = cli.json("checkin", disk, "some", "--drop", "swap,pagefile");

    assertThat(where(some)).containsExactly("p1:/swapfile", "p2", "p3:/pagefile.sys");
    assertThat(some.get("droppedBytes").longValue()).isBetween(9_900_000L, 9_950_000L);
    Path out = directory.resolve("out");
    cli.good("checkout", "some", out);
    byte[] after = Files.readAllBytes(out);
    byte[] swap = new byte[8 << 20];
    System.arraycopy(after, 34816 * 512, swap, 0, swap.length);
    Path swapOut = Files.write(directory.resolve("swap.out"), swap);
    assertThat(Tool.run("blkid", "-p", "-o", "value", "-s", "LABEL", swapOut).text())
        .isEqualTo("mine\n");
    byte[] linux = new byte[16 << 20];
    System.arraycopy(after, 2048 * 512, linux, 0, linux.length);
    Tool.run("e2fsck", "-fn", Files.write(directory.resolve("linux.out"), linux));
    assertThat(cli.good("cat", "some:p3:/pagefile.sys")).containsOnly(0);
    assertThat(cli.good("cat", "some:p3:/HIBERFIL.SYS"))
        .isEqualTo(Files.readAllBytes(directory.resolve("page")));
    assertThat(cli.good("cat", "some:p1:/file")).isEqualTo("hello\n".getBytes(UTF_8));

    assertThat(where(cli.json("checkin", disk, "rest", "--drop", "hibernation")))
        .containsExactly("p3:/HIBERFIL.SYS");
    cli.good("checkout", "kept", out);
    assertThat(Files.mismatch(disk, out)).isEqualTo(-1);
  }

  /** A swap space may be shorter than the partition that it lies in. */
  @Test
  void whatLiesBehindASwapSpaceStays() throws IOException {
    Tool.script(directory, "head -c 4M /dev/urandom > short; mkswap -q short 1024");
    Path disk =
        Images.disk(directory.resolve("disk"), "8M", "label: dos\nstart=2048,size=8192,type=82\n");
    Images.put(directory.resolve("short"), disk, 2048 * 512);
    Cli cli = Cli.create(directory.resolve("store"));

    JsonNode dropped = cli.json("checkin", disk, "dropped", "--drop", "swap");

    assertThat(dropped.get("droppedBytes").longValue()).isEqualTo((1 << 20) - 4096);
    Path out = directory.resolve("out");
    cli.good("checkout", "dropped", out);
    byte[] before = Files.readAllBytes(disk);
    Arrays.fill(before, 2048 * 512 + 4096, 2048 * 512 + (1 << 20), (byte) 0);
    assertThat(Files.readAllBytes(out)).isEqualTo(before);
  }

  /** A swap space that a sleeping system wrote itself into is no swap space to throw away. */
  @Test
  void aSleepingSystemIsNoSwap() throws IOException {
    Tool.script(directory, "head -c 4M /dev/urandom > sleeping; mkswap -q sleeping");
    Path disk =
        Images.disk(directory.resolve("disk"), "8M", "label: dos\nstart=2048,size=8192,type=82\n");
    Images.put(directory.resolve("sleeping"), disk, 2048 * 512);
    Images.put("S1SUSPEND\0".getBytes(UTF_8), disk, 2048 * 512 + 4086);
    Cli cli = Cli.create(directory.resolve("store"));

    assertThat(where(cli.json("checkin", disk, "kept", "--drop", "swap,pagefile"))).isEmpty();
    JsonNode dropped = cli.json("checkin", disk, "dropped", "--drop", "hibernation");

    assertThat(where(dropped)).containsExactly("p1");
    assertThat(dropped.get("understood").get(0).get("filesystem").asString())
        .isEqualTo("swsuspend");
    assertThat(dropped.get("droppedBytes").longValue()).isEqualTo((4 << 20) - 4096);
    Path out = directory.resolve("out");
    cli.good("checkout", "kept", out);
    assertThat(Files.mismatch(disk, out)).isEqualTo(-1);
    cli.good("checkout", "dropped", out);
    assertThat(Files.mismatch(disk, out)).isGreaterThanOrEqualTo(2048 * 512 + 4096);
    assertThat(Images.differingBytesThatAreNotZero(disk, out)).isZero();
  }

  private static List<String> where(JsonNode result) {
    List<String> where = new ArrayList<>();
    result.get("dropped").forEach(each -> where.add(each.get("where").asString()));
    return where;
  }
}
