package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteHostTest {
  @ParameterizedTest
  @CsvSource({
    "images.test, http://images.test/a.png",
    "images.test, https://IMAGES.TEST/a.png",
    "Images.Test, http://images.test:80/a.png",
    "images.test, https://images.test:443/a.png",
    "images.test:8080, http://images.test:8080/a.png",
    "images.test:8080, https://images.test:8080/a.png",
    "1.2.3.4, http://1.2.3.4/a.png",
    "[2606:4700::1], http://[2606:4700::1]/a.png"
  })
  void ofThisHost(String host, String uri) {
    assertThat(RemoteHost.parse(host).serves(URI.create(uri))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "images.test, http://more.images.test/a.png",
    "images.test, http://images.test.evil.test/a.png",
    "images.test, http://images.test./a.png",
    "images.test, http://images.test:8080/a.png",
    "images.test, http://images.test:443/a.png",
    "images.test:8080, http://images.test/a.png",
    "images.test:80, https://images.test/a.png",
    "1.2.3.4, http://16909060/a.png"
  })
  void notOfThisHost(String host, String uri) {
    assertThat(RemoteHost.parse(host).serves(URI.create(uri))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://images.test",
        "images.test/path",
        "images.test:",
        "images.test:0",
        "images.test:65536",
        "images.test:http",
        "me@images.test",
        "images.test?x",
        "images.test#x",
        "*.images.test",
        "a b"
      })
  void whatIsNoHostIsNamed(String text) {
    assertThatThrownBy(() -> RemoteHost.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no host name, nor HOST:PORT: '" + text + "'");
  }
}
