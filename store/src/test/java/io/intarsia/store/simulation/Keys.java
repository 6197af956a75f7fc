package io.intarsia.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intarsia.store.Store;
import io.intarsia.store.crypt.KeyChanges;
import io.intarsia.store.crypt.KeyInfo;
import io.intarsia.store.crypt.Secret;
import io.intarsia.store.crypt.StoreKeys;
import io.intarsia.store.error.KeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was said about the keys of a store, if it has any: which open it, and which do not. */
final class Keys {
  /** The key that the store was made with; it is never removed. */
  private static final long FIRST = 1;

  private static final int MAX_KEYS = 20;
  private static final int SECRET_LENGTH = 40;

  private final boolean encrypted;
  private final Model model = new Model();
  private final Map<Long, Integer> slots = new TreeMap<>();
  private @Nullable Secret recovery;

  Keys(boolean encrypted) {
    this.encrypted = encrypted;
    model.put(model.begin(), Model.State.ADDED);
  }

  boolean isEncrypted() {
    return encrypted;
  }

  /** One of the keys, as a process has it from its beginning to its end. */
  record Held(long number, @Nullable Secret secret) {
    StoreKeys open(SimFileSystem process) throws IOException {
      return StoreKeys.open(
          process.getPath(Run.STORE),
          () -> {
            if (secret == null) {
              throw new AssertionError("the store was not made with keys");
            }
            return secret;
          });
    }
  }

  Secret first() {
    return secret(FIRST);
  }

  void created(String recoveryKey) throws KeyException {
    recovery = Secret.of(recoveryKey.getBytes(StandardCharsets.US_ASCII));
  }

  /** A key that opens the store. */
  Held any(Random random) {
    List<Long> there = in(Model.State.ADDED);
    return held(encrypted ? there.get(random.nextInt(there.size())) : 0);
  }

  private Held held(long number) {
    return new Held(number, encrypted ? secret(number) : null);
  }

  private List<Long> in(Model.State wanted) {
    List<Long> numbers = new ArrayList<>();
    model
        .versions()
        .forEach((number, state) -> {
          if (state == wanted) {
            numbers.add(number);
          }
        });
    return numbers;
  }

  /** Whether a process may find that its key opens nothing any more. */
  boolean mayBeRefused(Held held) {
    return encrypted && model.versions().get(held.number()) != Model.State.ADDED;
  }

  private static Secret secret(long number) {
    byte[] bytes = new byte[SECRET_LENGTH];
    new Random(number).nextBytes(bytes);
    bytes[0] = 0; // no text, so that it is not stretched
    try {
      return Secret.of(bytes);
    } catch (KeyException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(KeyChanges changes) throws IOException {
    if (model.versions().size() < MAX_KEYS) {
      long number = model.begin();
      int slot = changes.add(secret(number));
      synchronized (this) {
        slots.put(number, slot);
      }
      model.put(number, Model.State.ADDED);
    }
  }

  void remove(KeyChanges changes, Random random) throws IOException {
    List<Long> there = in(Model.State.ADDED);
    there.remove(FIRST);
    if (!there.isEmpty()) {
      long number = there.get(random.nextInt(there.size()));
      int slot;
      synchronized (this) {
        slot = slots.getOrDefault(number, 0);
      }
      model.beginRemoval(number);
      changes.remove(slot);
      model.put(number, Model.State.REMOVED);
    }
  }

  /**
   * Tries all keys; nobody disturbs.
   *
   * @param durable what is now so stays so
   */
  void check(SimFileSystem process, boolean durable) throws IOException {
    if (!encrypted) {
      return;
    }
    if (recovery != null) {
      assertThat(new Held(0, recovery).open(process).check()).isEmpty();
    }
    for (Map.Entry<Long, Model.State> key : model.versions().entrySet()) {
      Held held = held(key.getKey());
      switch (key.getValue()) {
        case ADDED -> assertThat(held.open(process).check()).as("key %s", key).isEmpty();
        case REMOVED ->
            assertThatThrownBy(() -> held.open(process))
                .as("key %s", key)
                .isInstanceOf(KeyException.class);
        case UNKNOWN, BEING_REMOVED -> {
          if (durable) {
            settle(process, held);
          }
        }
      }
    }
  }

  /** A change of which nobody knew whether it was done was done, or was not, and that is it. */
  private void settle(SimFileSystem process, Held held) throws IOException {
    boolean opens = opens(process, held);
    if (!opens || model.versions().get(held.number()) == Model.State.UNKNOWN) {
      model.put(held.number(), opens ? Model.State.ADDED : Model.State.REMOVED);
    }
    if (opens && !slots.containsKey(held.number())) {
      slots.put(held.number(), slot(process, held));
    }
  }

  private static boolean opens(SimFileSystem process, Held held) throws IOException {
    try {
      return held.open(process).isEncrypted();
    } catch (KeyException e) {
      return false;
    }
  }

  private static int slot(SimFileSystem process, Held held) throws IOException {
    try (Store store = Run.open(process, held.open(process))) {
      for (KeyInfo info : store.keyChanges().list()) {
        if (info.isOpening()) {
          return info.id();
        }
      }
    }
    throw new AssertionError("no slot is that of the key that opened the store");
  }
}
