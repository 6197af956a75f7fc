package io.intarsia.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.intarsia.library.Libraries;
import io.intarsia.library.Library;
import io.intarsia.store.chunk.Fingerprint;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.frame.Anchor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the commands do with a store that is encrypted. */
class EncryptionTest {
  private static final int CHUNK = 64 << 10;
  private static final String MARKER = "The quick brown marker jumps over the lazy plain text.";

  @TempDir Path home;

  private Path key;
  private Path image;
  private byte[] disk;

  @BeforeEach
  void prepare() throws IOException {
    key = home.resolve("my.key");
    byte[] random = new byte[32];
    new Random(1).nextBytes(random);
    random[0] = 0;
    Files.write(key, random);
    disk = new byte[8 * CHUNK];
    new Random(2).nextBytes(disk);
    System.arraycopy(MARKER.getBytes(US_ASCII), 0, disk, 3 * CHUNK + 100, MARKER.length());
    image = home.resolve("disk.raw");
    Files.write(image, disk);
  }

  private JsonNode init() {
    return Run.json(home, "--key-file", key.toString(), "init", "--encrypt");
  }

  private Run with(Path keyFile, String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--key-file";
    all[1] = keyFile.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return Run.at(home, all);
  }

  private Run good(String... words) {
    Run run = with(key, words);
    assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
    return run;
  }

  private void requireSame(String version) throws IOException {
    Path out = home.resolve("out.raw");
    good("checkout", version, out.toString());
    assertThat(Files.readAllBytes(out)).isEqualTo(disk);
    Files.delete(out);
  }

  @Test
  void everyCommandWorksAndGivesTheDiskBack() throws IOException {
    assertThat(init().get("encrypted").asBoolean()).isTrue();
    good("checkin", image.toString(), "secretname", "--message", "secretmessage");
    disk[5] ^= 1;
    Files.write(image, disk);
    good("checkin", image.toString(), "secretname");
    requireSame("secretname@2");
    assertThat(good("list").text()).contains("secretname");
    assertThat(good("versions", "secretname").text()).contains("secretmessage");
    good("show", "secretname");
    String digest = good("digest", "secretname").text();
    assertThat(digest).contains(Fingerprint.ofChunk(disk, 0, disk.length).toHex());
    good("stats");
    good("provenance", "secretname");
    good("compare", "secretname@1", "secretname@2");
    good("reindex", "secretname");
    good("rename", "secretname", "another");
    good("remove", "another@1");
    good("gc");
    good("rebuild", "index");
    good("rebuild", "catalog");
    assertThat(good("list").text()).contains("another").doesNotContain("secretname");
    assertThat(good("verify").text()).doesNotContain("damaged");
    requireSame("another");
  }

  @Test
  void withoutTheKeyThereIsOneClearLine() throws IOException {
    init();
    good("checkin", image.toString(), "disk");
    Path wrong = home.resolve("wrong.key");
    Files.write(wrong, new byte[40]);
    for (String[] words :
        List.of(
            new String[] {"list"},
            new String[] {"verify"},
            new String[] {"gc"},
            new String[] {"rebuild", "index"},
            new String[] {"rebuild", "catalog"},
            new String[] {"checkout", "disk", home.resolve("none.raw").toString()},
            new String[] {"checkin", image.toString(), "disk"})) {
      Run none = Run.at(home, words);
      assertThat(none.status()).as(words[0]).isEqualTo(1);
      assertThat(none.err()).contains("--key-file", "INTARSIA_KEY_COMMAND").containsOnlyOnce("\n");
      Run other = with(wrong, words);
      assertThat(other.status()).as(words[0]).isEqualTo(1);
      assertThat(other.err()).contains("the key is wrong").containsOnlyOnce("\n");
    }
  }

  @Test
  void aKeyIsRefusedWhereNothingIsEncrypted() {
    Run.good(home, "init");
    Run run = with(key, "list");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("not encrypted");
    assertThat(with(key, "key", "list").status()).isEqualTo(1);
    assertThat(Run.at(home, "key", "list").err()).contains("not encrypted");
    Path elsewhere = home.resolve("elsewhere");
    assertThat(with(key, "--store", elsewhere.toString(), "init").status()).isEqualTo(1);
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void keysComeAndGo() throws IOException {
    String recovery = init().get("recoveryKey").asString();
    good("checkin", image.toString(), "disk");
    Path passphrase = home.resolve("passphrase");
    Files.writeString(passphrase, "correct horse battery staple\n");
    good("key", "add", "--new-key-file", passphrase.toString());
    assertThat(with(passphrase, "list").text()).contains("disk");
    Path written = home.resolve("recovery");
    Files.writeString(written, recovery + "\n");
    assertThat(with(written, "list").text()).contains("disk");
    assertThat(good("key", "list").text().lines()).hasSize(3);
    assertThat(with(written, "key", "remove", "1").status()).isZero();
    assertThat(with(key, "list").err()).contains("the key is wrong");
    assertThat(with(written, "key", "remove", "3").status()).isZero();
    Run last = with(written, "key", "remove", "2");
    assertThat(last.status()).isEqualTo(1);
    assertThat(last.err()).contains("last");
    assertThat(with(written, "key", "remove").status()).isEqualTo(2);
  }

  @Test
  void afterARotationOldAndNewAreReadAndAfterReencryptionNothingIsUnderTheOldKey()
      throws IOException {
    init();
    good("checkin", image.toString(), "disk");
    good("key", "rotate");
    assertThat(home.resolve(".intarsia/catalog.db")).doesNotExist();
    disk[7] ^= 1;
    Files.write(image, disk);
    good("checkin", image.toString(), "disk");
    requireSame("disk");
    JsonNode done = Run.json(home, "--key-file", key.toString(), "key", "rotate", "--reencrypt");
    assertThat(done.get("dataKey").asInt()).isEqualTo(3);
    assertThat(done.get("reencryptedBytes").asLong()).isGreaterThan(disk.length);
    requireSame("disk");
    assertThat(good("verify").status()).isZero();
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      if (new String(bytes, 0, Math.min(8, bytes.length), ISO_8859_1).equals("INTSEAL\n")) {
        assertThat(bytes[12]).as(file.toString()).isEqualTo((byte) 3);
      }
    }
  }

  /** As when the process is killed between the two files, or one of them is damaged. */
  @Test
  void theCopyOfTheKeysIsBroughtUpToThemAndEachRepairsTheOther() throws IOException {
    init();
    good("checkin", image.toString(), "disk");
    Path keys = home.resolve(".intarsia/keys");
    Path copy = home.resolve(".intarsia/keys.copy");
    byte[] before = Files.readAllBytes(keys);
    good("key", "rotate");
    byte[] after = Files.readAllBytes(keys);
    Files.write(copy, before);
    assertThat(good("verify").text()).doesNotContain("keys");
    good("gc");
    assertThat(copy).hasBinaryContent(after);
    for (Path damaged : List.of(keys, copy)) {
      byte[] bytes = after.clone();
      bytes[100] ^= 1;
      Files.write(damaged, bytes);
      Run verify = with(key, "verify");
      assertThat(verify.status()).isEqualTo(3);
      assertThat(verify.text()).contains(damaged.getFileName().toString());
      assertThat(good("repair").text())
          .contains("was damaged or outdated and was written again from its copy");
      assertThat(damaged).hasBinaryContent(after);
      assertThat(good("verify").status()).isZero();
    }
    requireSame("disk");
  }

  /** As when the catalog of the old key goes away while it is opened. */
  @Test
  void whoFindsTheCatalogOfAnOlderKeyGoneTakesTheOneOfTheNewer() throws IOException {
    init();
    good("checkin", image.toString(), "disk");
    Path store = home.resolve(".intarsia");
    try (Library library = Libraries.open(store, () -> Secret.of(Files.readAllBytes(key)))) {
      assertThat(library.settings()).isNotNull();
      good("key", "rotate");
      Files.createDirectory(store.resolve("catalog.db"));
      assertThat(library.list()).hasSize(1);
    }
  }

  @Test
  void aStoreIsMadeWhereTheMakingOfAnEncryptedOneWasInterrupted() throws IOException {
    init();
    Files.delete(home.resolve(".intarsia/store"));
    Files.delete(home.resolve(".intarsia/store.copy"));
    Run.good(home, "init");
    Run.good(home, "checkin", image.toString(), "disk");
    assertThat(Run.good(home, "verify").status()).isZero();
    assertThat(home.resolve(".intarsia/keys")).doesNotExist();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve(".intarsia"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Neither the content, nor what everybody can compute from it, nor names. */
  @Test
  void nothingThatWasPutInStandsInAnyFile() throws IOException {
    init();
    good("checkin", image.toString(), "secretname", "--message", "secretmessage");
    good("digest", "secretname");
    String user = System.getProperty("user.name");
    List<byte[]> secrets =
        new java.util.ArrayList<>(
            List.of(
                MARKER.getBytes(US_ASCII),
                "secretname".getBytes(UTF_8),
                "secretmessage".getBytes(UTF_8),
                ("\t" + user).getBytes(UTF_8),
                "INTPACK".getBytes(US_ASCII)));
    for (int at = 0; at < disk.length; at += CHUNK) {
      Fingerprint chunk = Fingerprint.ofChunk(disk, at, CHUNK);
      secrets.add(chunk.toBytes());
      secrets.add(chunk.toHex().getBytes(US_ASCII));
      secrets.add(chunk.complement().toBytes());
      secrets.add(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(Anchor.of(disk, at, CHUNK))
              .array());
    }
    Fingerprint whole = Fingerprint.ofChunk(disk, 0, disk.length);
    secrets.add(whole.toBytes());
    secrets.add(whole.toHex().getBytes(US_ASCII));
    for (Path file : files()) {
      String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
      for (byte[] secret : secrets) {
        assertThat(bytes.contains(new String(secret, ISO_8859_1)))
            .as(file + " has " + new String(secret, ISO_8859_1))
            .isFalse();
      }
      assertThat(file.toString()).doesNotContain("secret");
    }
  }

  /** Each file of the store truncated and with a byte changed: said, never wrong bytes. */
  @Test
  void damageOfAnyFileIsFound() throws IOException {
    init();
    good("checkin", image.toString(), "disk");
    Random random = new Random(3);
    for (Path file : files()) {
      String name = home.resolve(".intarsia").relativize(file).toString();
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0 || name.equals("reserve") || name.startsWith("catalog")) {
        continue;
      }
      for (int round = 0; round < 3; round++) {
        byte[] bad =
            round == 2
                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
                : bytes.clone();
        if (round < 2) {
          int at = random.nextInt(bytes.length);
          bad[at] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bad);
        Run verify = with(key, "verify");
        assertThat(verify.status()).as(name + " " + verify.err() + verify.text()).isBetween(1, 3);
        Path out = home.resolve("out.raw");
        Run checkout = with(key, "checkout", "disk", out.toString());
        if (checkout.status() == 0) {
          assertThat(Files.readAllBytes(out)).as(name).isEqualTo(disk);
          Files.delete(out);
        } else {
          assertThat(checkout.err()).as(name).doesNotContain("internal error");
        }
        Files.write(file, bytes);
      }
    }
    assertThat(with(key, "verify").status()).isZero();
  }
}
