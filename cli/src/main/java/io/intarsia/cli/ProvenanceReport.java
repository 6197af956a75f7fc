package io.intarsia.cli;

import io.intarsia.library.history.ProvenanceNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A tree of versions. A chain of thousands of versions is as deep, so nothing here recurses. */
final class ProvenanceReport {
  private ProvenanceReport() {}

  private record Step(List<ProvenanceNode> nodes, int next) {}

  static void json(JsonOutput json, ProvenanceNode root) {
    Deque<Step> open = new ArrayDeque<>();
    begin(json, root);
    open.push(new Step(root.derived(), 0));
    while (!open.isEmpty()) {
      Step step = open.pop();
      if (step.next == step.nodes.size()) {
        json.endArray().endObject();
        continue;
      }
      ProvenanceNode node = step.nodes.get(step.next);
      open.push(new Step(step.nodes, step.next + 1));
      begin(json, node);
      open.push(new Step(node.derived(), 0));
    }
  }

  private static void begin(JsonOutput json, ProvenanceNode node) {
    json.object()
        .put("image", node.image())
        .put("version", node.version())
        .put("created", node.created())
        .put("removed", node.removed())
        .put("asked", node.asked())
        .array("derived");
  }

  static void text(TextOutput text, ProvenanceNode root) throws IOException {
    line(text, 0, root);
    Deque<Step> open = new ArrayDeque<>();
    open.push(new Step(root.derived(), 0));
    while (!open.isEmpty()) {
      Step step = open.pop();
      if (step.next < step.nodes.size()) {
        ProvenanceNode node = step.nodes.get(step.next);
        open.push(new Step(step.nodes, step.next + 1));
        line(text, open.size(), node);
        open.push(new Step(node.derived(), 0));
      }
    }
  }

  private static void line(TextOutput text, int depth, ProvenanceNode node) throws IOException {
    text.print("  ".repeat(depth))
        .print(node.image() + "@" + node.version() + "  " + node.created());
    text.print(node.removed() ? "  (removed)" : "").line(node.asked() ? "  <" : "");
  }
}
