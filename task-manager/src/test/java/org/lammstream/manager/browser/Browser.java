package org.lammstream.manager.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A browser that a test uses as a person does: by what can be seen, clicked, typed into and dropped
 * on. Elements are named by their {@code data-testid}. Whatever is asked for is waited for.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Selenium warns of every browser that is newer than itself; what is used here is in all. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final Path profile;
  private final ChromeDriver driver;
  private final List<String> complaints = new ArrayList<>();

  Browser(Chromium chromium) {
    SELENIUM.setLevel(Level.SEVERE);
    try {
      profile = Files.createTempDirectory("lamm-browser-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.driver().toFile())
            .withSilent(true)
            .build();
    driver = new ChromeDriver(service, options(chromium));
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    size(1280, 900);
  }

  private ChromeOptions options(Chromium chromium) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.browser().toFile());
    options.setCapability("goog:loggingPrefs", logs);
    return options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root, as in a container
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** Goes to a place of the page, such as {@code #/learners/demo}, as a typed address does. */
  void go(String hash) {
    script("location.hash = arguments[0]", hash);
  }

  void back() {
    driver.navigate().back();
  }

  void reload() {
    driver.navigate().refresh();
  }

  /** Size of what is seen of the page, in CSS pixels. */
  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void prefer(String feature, String value) {
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  private void cdp(String command, Map<String, Object> parameters) {
    driver.executeCdpCommand(command, parameters);
  }

  static String id(String testid) {
    return "[data-testid=\"" + testid + "\"]";
  }

  /** The first element that a CSS selector finds. */
  WebElement find(String selector) {
    await(() -> assertThat(all(selector)).as(selector).isNotEmpty());
    return all(selector).get(0);
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** What can be read there; an empty text where there is nothing. */
  String text(String selector) {
    return script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        .toString()
        .replace('\u00a0', ' ');
  }

  void click(String selector) {
    await(() -> find(selector).click());
  }

  void type(String selector, CharSequence text) {
    WebElement field = find(selector);
    field.clear();
    field.sendKeys(text);
  }

  void choose(String selector, String value) {
    find(selector + " option[value=\"" + value + "\"]").click();
  }

  /** Chooses files with a file dialog's field. */
  void files(String selector, List<Path> files) {
    find(selector).sendKeys(joined(files));
  }

  /** Drops real files of the disk on an element. */
  void drop(String selector, List<Path> files) {
    find(selector);
    WebElement field =
        (WebElement)
            script(
                """
                const field = document.createElement('input');
                field.type = 'file';
                field.multiple = true;
                document.body.append(field);
                return field;
                """);
    field.sendKeys(joined(files));
    script(
        """
        const [field, target] = arguments;
        const data = new DataTransfer();
        for (const file of field.files) data.items.add(file);
        field.remove();
        for (const type of ['dragenter', 'dragover', 'drop']) {
          document.querySelector(target).dispatchEvent(
            new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
        }
        """,
        field,
        selector);
  }

  private static String joined(List<Path> files) {
    return files.stream()
        .map(file -> file.toAbsolutePath().toString())
        .collect(Collectors.joining("\n"));
  }

  /** Runs the body of a function; what it returns, or an empty text. */
  Object script(String body, Object... arguments) {
    Object result = driver.executeScript(body, arguments);
    return result == null ? "" : result;
  }

  /** Runs the body of an asynchronous function, which may import the page's modules. */
  Object module(String body) {
    String call =
        "const done = arguments[arguments.length - 1];"
            + "(async () => {"
            + body
            + "})().then(done, (error) => done('failed: ' + (error.stack ?? error)));";
    Object result = driver.executeAsyncScript(call);
    return result == null ? "" : result;
  }

  /** Waits until an assertion holds. */
  void await(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  /** What the browser complained of since this was asked last. */
  List<String> complaints() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        complaints.add(entry.getMessage());
      }
    }
    List<String> result = List.copyOf(complaints);
    complaints.clear();
    return result;
  }

  /** Fails if the browser complained of anything. */
  void assertQuiet() {
    assertThat(complaints()).as("what the browser's console says").isEmpty();
  }

  void screenshot(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the browser and its driver, and deletes the profile. */
  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      Path[] all = files.sorted(Comparator.reverseOrder()).toArray(Path[]::new);
      Arrays.stream(all).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // A temporary folder, of which the browser may still be deleting something itself.
    }
  }
}
