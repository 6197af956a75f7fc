package io.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An appliance of two disks is one version: both come back, each by its name or its number. */
class MultiDiskTest {
  private static final String OVF =
      """
      <?xml version="1.0"?>
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
      <References>
      <File ovf:id="f1" ovf:href="first.vmdk"/><File ovf:id="f2" ovf:href="second.vmdk"/>
      </References>
      <DiskSection><Info>disks</Info>
      <Disk ovf:diskId="d1" ovf:fileRef="f1" ovf:capacity="16777216"
          ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
      <Disk ovf:diskId="d2" ovf:fileRef="f2" ovf:capacity="25165824"
          ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
      </DiskSection>
      <VirtualSystem ovf:id="vm"><Info>machine</Info></VirtualSystem>
      </Envelope>
      """;

  @TempDir Path directory = Path.of("");

  @Test
  void allDisksOfAnApplianceAreOneVersion() throws IOException {
    Path tree = Images.tree(directory.resolve("tree"), 11);
    Path first = Images.ext(directory.resolve("first"), "-t ext4 -b 4096", tree, "16M");
    Path second =
        Images.disk(directory.resolve("second"), "24M", "label: gpt\nstart=2048,size=32768\n");
    Path fs = Images.ext(directory.resolve("fs"), "-t ext4 -b 1024", tree, "16M");
    Images.put(fs, second, 1 << 20);
    Files.writeString(directory.resolve("app.ovf"), OVF);
    Tool.script(
        directory,
        """
        for each in first second; do
          qemu-img convert -f raw -O vmdk -o subformat=streamOptimized $each $each.vmdk
        done
        tar --format=ustar -cf app.ova app.ovf first.vmdk second.vmdk
        """);
    Cli cli = Cli.create(directory.resolve("store"));

    JsonNode result = cli.json("checkin", directory.resolve("app.ova"), "app");
    assertThat(result.get("virtualBytes").longValue()).isEqualTo(40 << 20);
    JsonNode onSecond = result.get("understood").get(1);
    assertThat(onSecond.get("disk").asString()).isEqualTo("d1");
    assertThat(onSecond.get("partition").asString()).isEqualTo("p1");
    assertThat(onSecond.get("place").asString()).isEqualTo("d1/p1");

    JsonNode show = cli.json("show", "app");
    assertThat(show.get("disks").size()).isEqualTo(2);
    assertThat(show.get("attachments").get(0).get("name").asString()).isEqualTo("app.ovf");
    assertThat(cli.good("cat", "app:attachments:/app.ovf"))
        .isEqualTo(Files.readAllBytes(directory.resolve("app.ovf")));
    assertThat(
            Entry.differences(
                Entry.ofListing(cli.json("ls", "-R", "app:d1/p1:/")), Debugfs.list(fs)))
        .isEmpty();

    Path out = directory.resolve("out");
    cli.good("checkout", "app", out);
    assertThat(Files.exists(out)).isFalse();
    assertThat(Files.mismatch(first, Path.of(out + ".0"))).isEqualTo(-1);
    assertThat(Files.mismatch(second, Path.of(out + ".1"))).isEqualTo(-1);
    cli.good("checkout", "app", out, "--disk", "1");
    assertThat(Files.mismatch(second, out)).isEqualTo(-1);
    cli.refused("has no disk d2", "checkout", "app", out, "--disk", "2");
    cli.refused("choose one with --disk", "checkout", "app", "-");

    List<String> digests = new ArrayList<>();
    for (int disk = 0; disk < 2; disk++) {
      digests.add(cli.json("digest", "app", "--disk", disk).get("sha256").asString());
    }
    assertThat(digests).containsExactly(Tool.sha256(first), Tool.sha256(second));
    assertThat(cli.json("checkin", second, "second").get("newBytes").longValue()).isZero();
    imagesStandOnTheDiskOfTheirNumber(cli, first, second);
  }

  private void imagesStandOnTheDiskOfTheirNumber(Cli cli, Path first, Path second) {
    Path over = directory.resolve("over.qcow2");
    String options = "checkout app " + over + " --format qcow2 --backing app --backing-file out";
    cli.good("checkout", "app", directory.resolve("out"));
    cli.good((Object[]) options.split(" ", -1));
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", over + ".0", first);
    Tool.run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", over + ".1", second);
    assertThat(Tool.run("qemu-img", "info", over + ".1").text()).contains("backing file: out.1");
    cli.refused(
        "no disk d1 in second@1",
        "checkout",
        "app",
        over,
        "--format",
        "qcow2",
        "--backing",
        "second");
  }
}
