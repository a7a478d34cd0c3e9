package io.swen.cli.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTests {
    /** The example of the DSSE specification. */
    @Test
    void encodesWhatIsSignedAsTheSpecificationDoes() {
        byte[] encoded =
                Envelope.authenticated("http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }
}
