package io.intarsia.library.compare;

import io.intarsia.library.manifest.DirectoryEntry;
import io.intarsia.library.manifest.ObjectSource;
import io.intarsia.library.view.StoredFileSystems;
import io.intarsia.library.view.StoredImage;
import io.intarsia.store.chunk.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the file systems of two versions: root with root wherever they lie, the others by
 * partition.
 */
public final class CompareVersions {
  private static final String ROOT = "";

  private CompareVersions() {}

  /**
   * Compares two image manifests.
   *
   * @param a fingerprint of the first
   * @param b fingerprint of the second
   */
  public static Comparison compare(ObjectSource objects, Fingerprint a, Fingerprint b)
      throws IOException {
    Map<String, DirectoryEntry> left = roots(objects, a);
    Map<String, DirectoryEntry> right = roots(objects, b);
    TreeComparison comparison = new TreeComparison(objects);
    for (Map.Entry<String, DirectoryEntry> entry : left.entrySet()) {
      compare(comparison, entry.getKey(), entry.getValue(), right.remove(entry.getKey()));
    }
    for (Map.Entry<String, DirectoryEntry> entry : right.entrySet()) {
      compare(comparison, entry.getKey(), null, entry.getValue());
    }
    return comparison.result();
  }

  private static void compare(
      TreeComparison comparison,
      String name,
      @Nullable DirectoryEntry a,
      @Nullable DirectoryEntry b)
      throws IOException {
    String path = name.equals(ROOT) ? "/" : name + ":";
    comparison.compare(path.getBytes(StandardCharsets.UTF_8), a, b);
  }

  /** Root directories by partition name; that of the root file system by the empty name. */
  private static Map<String, DirectoryEntry> roots(ObjectSource objects, Fingerprint manifest)
      throws IOException {
    StoredFileSystems fileSystems =
        new StoredFileSystems(objects, StoredImage.of(objects, manifest));
    StoredFileSystems.Named root = fileSystems.root();
    Map<String, DirectoryEntry> roots = new TreeMap<>();
    for (StoredFileSystems.Named named : fileSystems.all()) {
      boolean isRoot = root != null && named.partition().equals(root.partition());
      roots.put(isRoot ? ROOT : named.partition(), named.fileSystem().root());
    }
    return roots;
  }
}
