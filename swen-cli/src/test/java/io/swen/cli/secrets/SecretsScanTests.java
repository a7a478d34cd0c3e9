package io.swen.cli.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsScanTests {
    private static final Canary PASSWORD = new Canary("password of admin", "q8-Zt+/1x_Yb=V7pL0~w?é");

    @TempDir
    Path folder;

    private SecretsScan scan(String content) throws IOException {
        Files.writeString(folder.resolve("some.log"), content, StandardCharsets.UTF_8);
        SecretsScan scan = new SecretsScan(List.of(PASSWORD));
        scan.files("logs", folder, Set.of());
        return scan;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void findsASecretThatWasPlanted() throws IOException {
        SecretsScan scan = scan("signed in with " + PASSWORD.value() + " at noon");

        assertThat(scan.finds())
                .containsExactly(new SecretsScan.Find("logs", "some.log", "password of admin", "as it is"));
        assertThat(scan.places()).singleElement().returns(1, SecretsScan.Place::found);
    }

    @Test
    void findsItWithinLongerTextsThatAreEncoded() throws IOException {
        for (int before = 0; before < 7; before++) {
            byte[] text = bytes("x".repeat(before) + PASSWORD.value() + "and more");
            for (String encoded : List.of(
                    HexFormat.of().formatHex(text),
                    HexFormat.of().withUpperCase().formatHex(text),
                    Base64.getEncoder().encodeToString(text),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(text),
                    URLEncoder.encode(new String(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8))) {
                assertThat(scan("a=" + encoded + ";").finds()).as(encoded).isNotEmpty();
            }
        }
    }

    @Test
    void findsItAcrossTheEdgesOfBuffers() throws IOException {
        for (int before = 8_192 - 30; before < 8_192 + 2; before++) {
            assertThat(scan("x".repeat(before) + PASSWORD.value()).finds())
                    .as("after %d bytes", before)
                    .hasSize(1);
        }
    }

    @Test
    void findsManyLongTokensByTheirOwnEndAndNotByWhatAllBeginWith() throws IOException {
        String head = "eyJ".repeat(400);
        List<Canary> tokens = new ArrayList<>();
        for (int each = 0; each < 200; each++) {
            tokens.add(new Canary("token " + each, head + "signature-of-this-token-alone-" + (1_000_000 + each)));
        }
        Files.writeString(
                folder.resolve("some.log"), head + " and " + tokens.get(7).value());
        SecretsScan scan = new SecretsScan(tokens);
        scan.files("logs", folder, Set.of());

        assertThat(scan.finds()).containsExactly(new SecretsScan.Find("logs", "some.log", "token 7", "as it is"));
    }

    @Test
    void looksIntoCompressedLogs() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes("old " + PASSWORD.value()));
        }
        Files.write(folder.resolve("some.log.gz"), compressed.toByteArray());

        assertThat(scan("nothing here").finds()).hasSize(1);
    }

    @Test
    void findsNothingWhereTheValueIsHashedOrCutShort() throws Exception {
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(bytes(PASSWORD.value()));

        assertThat(scan("{sha256}" + HexFormat.of().formatHex(hash) + " "
                                + PASSWORD.value().substring(1))
                        .finds())
                .isEmpty();
    }

    @Test
    void leavesOutWhereSecretsBelong() throws IOException {
        Path vault = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(vault.resolve("password"), PASSWORD.value());
        SecretsScan scan = new SecretsScan(List.of(PASSWORD));

        scan.files("home", folder, Set.of(vault));

        assertThat(scan.finds()).isEmpty();
    }

    @Test
    void findsItInAnyObjectOfARepository() throws IOException, InterruptedException {
        Path repository = folder.resolve("environments.git");
        git(folder, "init", "-q", "--bare", repository.toString());
        Path file = Files.writeString(folder.resolve("note.txt"), "old: " + PASSWORD.value());
        // Reachable from no branch, as after a rewritten commit.
        git(folder, "--git-dir", repository.toString(), "hash-object", "-w", file.toString());
        SecretsScan scan = new SecretsScan(List.of(PASSWORD));

        scan.repository("Git", repository);

        assertThat(scan.finds()).hasSize(1);
    }

    @Test
    void findsEveryOneOfManyAsAPlainSearchWould() {
        Random random = new Random(20261128);
        List<Canary> canaries = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            StringBuilder value = new StringBuilder();
            for (int at = 0; at < 12 + index % 5; at++) {
                // Few letters, so that values begin alike and overlap.
                value.append((char) ('a' + random.nextInt(2)));
            }
            canaries.add(new Canary("canary " + index, value.toString()));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < 20_000; at++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        CanarySearch.Pass pass = new CanarySearch(canaries).pass();
        pass.write(bytes(text.toString()), 0, text.length());

        Set<String> expected = new java.util.TreeSet<>();
        canaries.stream()
                .filter(canary -> text.indexOf(canary.value()) >= 0)
                .forEach(canary -> expected.add(canary.value()));
        Set<String> found = new java.util.TreeSet<>();
        pass.found().stream()
                .filter(hit -> hit.form().equals("as it is"))
                .forEach(hit -> found.add(hit.canary().value()));
        assertThat(found).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void gathersEveryKindOfSecretAndNoNames() throws IOException {
        Path credentials = Files.writeString(folder.resolve("credentials.json"), """
                {"users":[{"username":"administrator","password":"P4ssword-of-admin","totp_secret":"JBSWY3DPEHPK3PXP",
                "actor_id":"0198f3a2-7c1e-7d3a-9b1c-2f4e6a8c0d12","roles":["admin"]}]}""");
        Path secrets = Files.createDirectories(folder.resolve("secrets/gitops"));
        Files.writeString(secrets.resolve("spring.datasource.password"), "database-password\n");
        Files.writeString(
                secrets.resolve("aws-credentials"),
                "[default]\naws_access_key_id = AKIAABCDEFGHIJKLMNOP\naws_secret_access_key = aws-secret-value\n");

        List<Canary> canaries = Canaries.gather(
                Map.of(
                        "credentials",
                        credentials,
                        "secrets",
                        folder.resolve("secrets"),
                        "absent",
                        folder.resolve("no")),
                Map.of("cookie of a session", "a-live-cookie"));

        assertThat(canaries)
                .extracting(Canary::value)
                .containsExactlyInAnyOrder(
                        "P4ssword-of-admin",
                        "JBSWY3DPEHPK3PXP",
                        "database-password",
                        "aws-secret-value",
                        "a-live-cookie");
        assertThat(canaries.toString()).doesNotContain("P4ssword-of-admin", "aws-secret-value");
    }

    @Test
    void refusesWhatWouldBeFoundByChance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Canary("short", "abc"))
                .withMessageContaining("short")
                .withMessageNotContaining("abc");
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }
}
