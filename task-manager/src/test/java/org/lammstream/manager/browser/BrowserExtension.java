package org.lammstream.manager.browser;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link Browser} with a fresh profile. Where no browser is installed, its tests are
 * skipped and say so; with {@code CI=true} in the environment they run all the same, and fail.
 * After a failure there is a screenshot in {@code target/browser}; after a success, whatever the
 * browser complained of on its console is a failure.
 */
final class BrowserExtension
    implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
  private static final Path SHOTS = Path.of("target", "browser");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean demanded = "true".equals(System.getenv("CI"));
    return demanded || Chromium.find().isPresent()
        ? ConditionEvaluationResult.enabled("a browser is there, or demanded")
        : ConditionEvaluationResult.disabled(Chromium.MISSING);
  }

  /** Each test has a browser of its own, also where the constructor takes it. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Chromium chromium =
        Chromium.find().orElseThrow(() -> new IllegalStateException(Chromium.MISSING));
    // The store closes what is AutoCloseable when the test is over.
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Browser.class, type -> new Browser(chromium), Browser.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Optional<Browser> browser =
        Optional.ofNullable(context.getStore(NAMESPACE).get(Browser.class, Browser.class));
    if (browser.isEmpty()) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      String name = context.getRequiredTestClass().getSimpleName();
      browser
          .get()
          .screenshot(
              SHOTS.resolve(name + "-" + context.getRequiredTestMethod().getName() + ".png"));
    } else {
      browser.get().assertQuiet();
    }
  }
}
