package org.lammstream.manager.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;

/** What there is to read about learners and versions, from whatever source. */
public final class LearnerRoutes {
  private static final String LEARNER = "/api/v1/learners/{learner}";
  private static final String VERSION = LEARNER + "/versions/{version}";

  private LearnerRoutes() {}

  /** All learners, one learner, one version. */
  public static List<Route> reading(LearnerSource source) {
    return List.of(
        Route.get(
            "/api/v1/learners",
            Set.of(),
            call -> Reply.json(Map.of("learners", source.learners()))),
        Route.get(LEARNER, Set.of(), call -> Reply.json(source.learner(call.path("learner")))),
        Route.get(
            VERSION,
            Set.of(),
            call -> Reply.json(source.version(call.path("learner"), call.path("version")))));
  }
}
