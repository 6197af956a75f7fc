package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.blob.DirectoryBlobs;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What cannot be looked at is not taken for absent. */
class UnreadableTest {
  private static final Faults ALL_FAILS = new Faults(0, 0, 1, 0, 0, 0, 0);

  @Test
  void isAnError() throws Exception {
    World world = new World(new Random(1), Defect.NONE);
    world.live(
        ALL_FAILS,
        List.of(actor -> {
          SimFileSystem process = world.process(actor);
          DirectoryBlobs blobs = new DirectoryBlobs(process.getPath("/store"), "test");
          assertThatThrownBy(() -> blobs.exists("records/1.rec"))
              .isInstanceOf(InjectedException.class);
          assertThatThrownBy(() -> blobs.size("records/1.rec"))
              .isInstanceOf(InjectedException.class);
          assertThatThrownBy(() -> blobs.list("packs/")).isInstanceOf(InjectedException.class);
        }));
  }

  @Test
  void alsoIfItIsADirectoryBelow() throws Exception {
    World world = new World(new Random(1), Defect.NONE);
    Disk disk = world.disk();
    for (String name : List.of("/store", "/store/packs", "/store/packs/00")) {
      disk.create(name, true);
    }
    world.live(
        new Faults(0, 0, 2, 0, 0, 0, 0),
        List.of(actor -> {
          SimFileSystem process = world.process(actor);
          DirectoryBlobs blobs = new DirectoryBlobs(process.getPath("/store"), "test");
          disk.create("/store/packs/00/a.pack", false);
          for (int i = 0; i < 100; i++) {
            listsAllOrFails(blobs);
          }
        }));
  }

  private static void listsAllOrFails(DirectoryBlobs blobs) throws IOException {
    try {
      List<String> keys = blobs.list("packs/");
      assertThat(keys).containsExactly("packs/00/a.pack");
    } catch (InjectedException e) {
      return;
    }
  }
}
