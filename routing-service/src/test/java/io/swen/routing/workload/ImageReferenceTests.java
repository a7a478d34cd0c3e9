package io.swen.routing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTests {

    @Test
    void takesAReferenceApart() {
        ImageReference parsed =
                ImageReference.parse("registry.example.com:5000/acme/train__x/y-1:1.4@sha256:" + "a".repeat(64));
        assertThat(parsed.domain()).isEqualTo("registry.example.com:5000");
        assertThat(parsed.path()).isEqualTo("acme/train__x/y-1");
        assertThat(parsed.tag()).isEqualTo("1.4");
        assertThat(parsed.digest()).isEqualTo("sha256:" + "a".repeat(64));
        assertThat(ImageReference.parse("acme/train").domain()).isNull();
        assertThat(ImageReference.parse("localhost/train").domain()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nginx", "nginx:latest", "ghcr.io/acme/train:1.4", "a.b/c", "Registry.example/x", "a/b/c/d"})
    void takesWhatTheGrammarAllows(String image) {
        assertThat(ImageReference.parse(image).path()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " nginx",
                "Nginx",
                "a//b",
                "/nginx",
                "nginx/",
                "nginx:",
                "nginx:-x",
                "a_",
                "_a",
                "a___b",
                "a..b/c",
                "a/..b",
                "nginx@sha256:xyz",
                "nginx@sha256:aaaa",
                "nginx@",
                "host:99999/x",
                "host:/x",
                "-host.io/x",
                "nginx; rm -rf /",
                "nginx\n",
                "näginx"
            })
    void refusesWhatItDoesNot(String image) {
        assertThatThrownBy(() -> ImageReference.parse(image)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsTheLengths() {
        assertThat(ImageReference.parse("a".repeat(255)).path()).hasSize(255);
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageReference.parse("a:" + "b".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void eitherParsesOrRefusesAndPutsTogetherAgainWhatItTookApart(
            @ForAll @StringLength(max = 40) @Chars({'.', '_', '-', '/', ':', '@'}) @CharRange(from = 'a', to = 'f')
                    String text) {
        ImageReference parsed;
        try {
            parsed = ImageReference.parse(text);
        } catch (IllegalArgumentException refused) {
            return;
        }
        String again = (parsed.domain() == null ? "" : parsed.domain() + "/")
                + parsed.path()
                + (parsed.tag() == null ? "" : ":" + parsed.tag())
                + (parsed.digest() == null ? "" : "@" + parsed.digest());
        assertThat(again).isEqualTo(text);
    }
}
