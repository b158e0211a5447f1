package org.lammstream.manager.cli.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.lammstream.manager.cli.Json;
import org.lammstream.store.VersionSummary;

/** What list and show both say about a version, as JSON. */
final class VersionJson {

  private VersionJson() {}

  static ObjectNode summary(StoredLearner learner, VersionSummary version) {
    ObjectNode node = Json.object().put("number", version.number());
    node.set("parent", Json.number(version.parent()));
    node.put("createdAt", version.createdAt().toString()).put("task", version.task());
    node.set("newClasses", Json.texts(version.newClasses()));
    node.put("classes", version.classCount())
        .put("storedClasses", version.storedClasses())
        .put("sha256", version.embeddingsSha256());
    node.set("aliases", Json.texts(learner.aliasesOf(version.number())));
    node.set("prunedAt", Json.text(version.prunedAt().map(Instant::toString)));
    return node;
  }
}
