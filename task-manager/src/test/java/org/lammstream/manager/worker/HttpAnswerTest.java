package org.lammstream.manager.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  private static final int LIMIT = 10;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nimage and what comes after it",
        "HTTP/1.0 200\r\nContent-Type: x\r\n\r\nimage",
        "HTTP/1.1 200 OK\n\nimage",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nCONTENT-LENGTH:5\r\n\r\nimage",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nima\r\n2;x=y\r\nge\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n05\r\nimage\r\n0\r\nA: b\r\n\r\n"
      })
  void theContentIsRead(String answer) throws IOException {
    assertThat(read(answer).status()).isEqualTo(200);
    assertThat(read(answer).body()).asString(ISO_8859_1).isEqualTo("image");
  }

  @Test
  void theContentOfAnythingButASuccessIsNotRead() throws IOException {
    HttpAnswer answer = read("HTTP/1.1 404 Not Found\r\nContent-Length: 99999999999\r\n\r\n");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n01234567890",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n"
      })
  void tooMuchContentIsNotRead(String answer) {
    assertThatThrownBy(() -> read(answer))
        .isInstanceOf(HttpAnswer.TooLargeException.class)
        .hasMessage("more than 10 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "SSH-2.0-OpenSSH_9\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nima",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nimage",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nimage",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nimage2\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nimage\r\n"
      })
  void whatIsNoWholeAnswerIsAnIoException(String answer) {
    assertThatThrownBy(() -> read(answer))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpAnswer.TooLargeException.class);
  }

  @Test
  void aHeadWithoutAnEndIsGivenUp() {
    InputStream endless =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return "HTTP/1.1 200 OK\r\nA:".charAt(Math.min(at++, 18));
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            bytes[from] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> HttpAnswer.read(endless, LIMIT))
        .hasMessage("the answer's head is too long");
  }

  private static HttpAnswer read(String answer) throws IOException {
    return HttpAnswer.read(new ByteArrayInputStream(answer.getBytes(ISO_8859_1)), LIMIT);
  }
}
