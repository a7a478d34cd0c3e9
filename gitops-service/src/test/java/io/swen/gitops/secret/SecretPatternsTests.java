package io.swen.gitops.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Workload.Container;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPatternsTests {

    @Test
    void findsKnownKindsOfKeysInText() {
        // Put together here, so that no scanner finds this file itself.
        assertThat(SecretPatterns.inText("key: AKIA" + "ABCDEFGHIJKLMNOP")).containsExactly("an AWS access key");
        assertThat(SecretPatterns.inText("-----BEGIN RSA " + "PRIVATE KEY-----"))
                .containsExactly("a private key");
        assertThat(SecretPatterns.inText("ghp_" + "a1B2".repeat(9))).containsExactly("a GitHub token");
        assertThat(SecretPatterns.inText("LTAI" + "5tAbCdEfGhIjKlMn")).containsExactly("an Alibaba Cloud access key");
        assertThat(SecretPatterns.inText("postgres://u:" + "hunter2@db/x")).containsExactly("a password in a URL");
    }

    @Test
    void refusesVariablesThatAreNamedLikeSecretsOrLookRandom() {
        assertThat(SecretPatterns.inContainer(container(Map.of("DB_PASSWORD", "hunter2"), List.of())))
                .singleElement()
                .asString()
                .contains("DB_PASSWORD")
                .doesNotContain("hunter2");
        assertThat(SecretPatterns.inContainer(container(Map.of("SETTING", "q8Zr4LkV0pXy7TnB2mWc9"), List.of())))
                .hasSize(1);
        assertThat(SecretPatterns.inContainer(container(Map.of(), List.of("run", "--key=q8Zr4LkV0pXy7TnB2mWc9"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "true",
                "https://example.com/a/long/path/with-1-number",
                "eu-central-1,us-east-1",
                "/var/lib/data/20260101",
                "some-hyphenated-name-of-a-thing",
                "2026-11-23T10:00:00.000Z"
            })
    void letsOrdinarySettingsPass(String value) {
        assertThat(SecretPatterns.inContainer(container(Map.of("SETTING", value), List.of("train.py"))))
                .isEmpty();
    }

    private static Container container(Map<String, String> env, List<String> command) {
        return new Container("ghcr.io/acme/x:1", command, env, null, null, 1, null, 20, null);
    }
}
