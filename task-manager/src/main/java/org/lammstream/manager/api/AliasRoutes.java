package org.lammstream.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.lammstream.manager.api.http.Body;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Endpoint;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.predict.VersionWords;
import org.lammstream.store.EmbeddingStore;

/** Moving names between versions, and rolling back. */
final class AliasRoutes {
  private static final String ALIAS = "/api/v1/learners/{learner}/aliases/{alias}";
  private static final String ROLLBACK = "/api/v1/learners/{learner}/rollback";
  private static final int LONGEST_NAME = 64;
  private static final int LARGEST_BODY = 4 << 10;

  private final EmbeddingStore store;
  private final PointerWatch watch;

  AliasRoutes(EmbeddingStore store, PointerWatch watch) {
    this.store = store;
    this.watch = watch;
  }

  List<Route> all() {
    BodyRule json = BodyRule.json(LARGEST_BODY);
    return List.of(
        Route.change("PUT", ALIAS, json, Set.of(), now(this::put)),
        Route.change("DELETE", ALIAS, BodyRule.NONE, Set.of(), now(this::delete)),
        Route.change("POST", ROLLBACK, json, Set.of(), now(this::rollback)));
  }

  /** A change after which everybody is told. */
  private interface Change {
    void make(Call call, VersionWords words);
  }

  private Endpoint now(Change change) {
    return call -> {
      change.make(call, AnalysisRoutes.words(store, call.path("learner")));
      watch.look();
      return aliases(call.path("learner"));
    };
  }

  private CompletionStage<Reply> aliases(String learner) {
    return CompletableFuture.completedFuture(
        Reply.json(
            Map.of(
                "aliases",
                store.aliases(learner),
                "head",
                AnalysisRoutes.words(store, learner).number(VersionWords.HEAD))));
  }

  private void put(Call call, VersionWords words) {
    String alias = call.path("alias");
    if (VersionWords.isReserved(alias)
        || alias.isBlank()
        || alias.length() > LONGEST_NAME
        || alias.chars().anyMatch(Character::isISOControl)) {
      throw Problem.in(
              "alias",
              Kind.INVALID_REQUEST,
              "an alias has 1 to %d characters and is no number, head or latest"
                  .formatted(LONGEST_NAME))
          .exception();
    }
    JsonNode body = body(call, Set.of("version"));
    store.setAlias(call.path("learner"), alias, version(body, words));
  }

  private void delete(Call call, VersionWords words) {
    store.removeAlias(call.path("learner"), call.path("alias"));
  }

  private void rollback(Call call, VersionWords words) {
    JsonNode body = body(call, Set.of("version", "moveHead"));
    JsonNode moveHead = body.path("moveHead");
    if (!moveHead.isMissingNode() && !moveHead.isBoolean()) {
      throw Problem.in("moveHead", Kind.INVALID_REQUEST, "true or false is needed").exception();
    }
    store.rollback(call.path("learner"), version(body, words), moveHead.asBoolean(false));
  }

  private static JsonNode body(Call call, Set<String> known) {
    if (!(call.body() instanceof Body.Bytes bytes) || !bytes.json().isObject()) {
      throw Problem.in("body", Kind.INVALID_REQUEST, "a JSON object is needed").exception();
    }
    JsonNode object = bytes.json();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw Problem.in(name, Kind.INVALID_REQUEST, "no field of this name").exception();
      }
    }
    return object;
  }

  private static int version(JsonNode body, VersionWords words) {
    JsonNode version = body.path("version");
    if (!version.isIntegralNumber() && !version.isTextual()) {
      throw Problem.in(
              "version", Kind.INVALID_REQUEST, "the number or the name of a version is needed")
          .exception();
    }
    return words.number(version.asText());
  }
}
