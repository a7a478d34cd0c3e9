package io.swen.cli.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import io.swen.cli.project.Checksums;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ProvenanceCommandTests {
    private static final String FILE = "target/provenance.intoto.json";

    @TempDir
    Path folder;

    @TempDir
    Path keys;

    private Checkout checkout;
    private Path jar;

    @BeforeEach
    void aBuiltAndCommittedCheckout() throws Exception {
        checkout = new Checkout(folder);
        jar = checkout.jar("engine-0.1.0.jar", "the code");
        checkout.commit();
        makeKey("ours");
        makeKey("theirs");
    }

    @Test
    void signsAStatementThatVerifies() throws Exception {
        assertThat(sign("ours")).isZero();
        assertThat(checkout.lastLine()).matches("provenance commit=[0-9a-f]{40} jars=1 key=SHA256:[0-9a-f]{64}");
        assertThat(verify("ours")).isZero();
        assertThat(checkout.lastLine()).matches("provenance commit=[0-9a-f]{40} jars=1 verified=yes");
    }

    @Test
    void statesCommitInputsJarsAndBillsInTheShapeOfSlsa() throws Exception {
        sign("ours");
        JsonNode statement = statement();
        assertThat(Json.text(statement, "_type")).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(Json.text(statement, "predicateType")).isEqualTo("https://slsa.dev/provenance/v1");
        JsonNode subject = statement.path("subject").path(0);
        assertThat(Json.text(subject, "name")).isEqualTo("engine/target/engine-0.1.0.jar");
        assertThat(Json.text(subject, "digest.sha256")).isEqualTo(Checksums.of(jar));
        JsonNode definition = Json.at(statement, "predicate.buildDefinition");
        assertThat(Json.text(definition.path("resolvedDependencies").path(0), "digest.gitCommit"))
                .matches("[0-9a-f]{40}");
        assertThat(definition.path("resolvedDependencies").findValuesAsString("name"))
                .contains("pom.xml", "engine/pom.xml");
        assertThat(Json.text(statement, "predicate.runDetails.builder.id")).isEqualTo("urn:swen:builder:local");
        assertThat(Json.at(statement, "predicate.runDetails.byproducts").findValuesAsString("name"))
                .containsExactly("engine/target/classes/META-INF/sbom/application.cdx.json");
    }

    @Test
    void findsAJarThatWasChangedAfterwards() throws Exception {
        sign("ours");
        checkout.jar("engine-0.1.0.jar", "other code");
        assertThat(verify("ours")).isEqualTo(1);
        assertThat(checkout.out.toString()).contains("engine/target/engine-0.1.0.jar has SHA-256");
    }

    @Test
    void findsAJarThatWasPutBesideThem() throws Exception {
        sign("ours");
        checkout.jar("engine-0.1.0-exec.jar", "smuggled in");
        assertThat(verify("ours")).isEqualTo(1);
        assertThat(checkout.out.toString()).contains("engine-0.1.0-exec.jar is not among what was built");
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws Exception {
        sign("theirs");
        assertThat(verify("ours")).isEqualTo(1);
        assertThat(checkout.out.toString()).contains("no signature is the given key's");
    }

    @Test
    void refusesAPayloadThatWasAltered() throws Exception {
        sign("ours");
        ObjectNode envelope = (ObjectNode) Json.parse(Files.readString(folder.resolve(FILE)));
        String payload =
                new String(Base64.getDecoder().decode(Json.text(envelope, "payload", "")), StandardCharsets.UTF_8);
        envelope.put(
                "payload",
                Base64.getEncoder()
                        .encodeToString(payload.replace("urn:swen:builder:local", "urn:swen:builder:other")
                                .getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve(FILE), Json.write(envelope));
        assertThat(verify("ours")).isEqualTo(1);
        assertThat(checkout.lastLine()).endsWith("verified=no");
    }

    @Test
    void refusesASignatureOverAnotherTypeOfPayload() throws Exception {
        sign("ours");
        ObjectNode envelope = (ObjectNode) Json.parse(Files.readString(folder.resolve(FILE)));
        envelope.put("payloadType", "application/json");
        Files.writeString(folder.resolve(FILE), Json.write(envelope));
        assertThat(verify("ours")).isEqualTo(1);
        assertThat(checkout.out.toString()).contains("no signature is the given key's");
    }

    @Test
    void refusesWhatIsNotAnEnvelope() throws Exception {
        checkout.write(FILE, "{\"payload\":\"???\"}");
        assertThat(verify("ours")).isEqualTo(1);
        checkout.write(FILE, "not json");
        assertThat(verify("ours")).isEqualTo(1);
    }

    @Test
    void checksBuilderAndCommitWhereTheyAreGiven() throws Exception {
        sign("ours");
        assertThat(verify("ours", "--builder", "urn:swen:builder:ci")).isEqualTo(1);
        assertThat(verify("ours", "--builder", "urn:swen:builder:local")).isZero();
        assertThat(verify("ours", "--commit", "0".repeat(40))).isEqualTo(1);
        assertThat(checkout.out.toString()).contains("not " + "0".repeat(40));
    }

    @Test
    void doesNotSignForACheckoutThatNoCommitExplains() throws Exception {
        checkout.write("engine/src/Changed.java", "class Changed {}");
        assertThat(sign("ours")).isEqualTo(6);
        assertThat(folder.resolve(FILE)).doesNotExist();
    }

    @Test
    void doesNotSignWithAKeyWhosePublicHalfIsAnother() throws Exception {
        assertThat(checkout.provenance(
                        "sign", "--key", keys.resolve("ours.pem").toString(), "--public-key", publicKey("theirs")))
                .isEqualTo(2);
    }

    @Test
    void neverRepeatsAKeyItCannotRead() throws Exception {
        Path broken = Files.writeString(
                keys.resolve("broken.pem"),
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWJ1dC1ub3QtYS1rZXk=\n-----END PRIVATE KEY-----\n");
        assertThat(checkout.provenance("sign", "--key", broken.toString(), "--public-key", publicKey("ours")))
                .isEqualTo(2);
        assertThat(checkout.err.toString()).contains("not an Ed25519 key").doesNotContain("c2VjcmV0");
    }

    private int sign(String key) {
        return checkout.provenance(
                "sign", "--key", keys.resolve(key + ".pem").toString(), "--public-key", publicKey(key));
    }

    private int verify(String key, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "verify";
        arguments[1] = "--public-key";
        arguments[2] = publicKey(key);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return checkout.provenance(arguments);
    }

    private String publicKey(String key) {
        return keys.resolve(key + ".pub").toString();
    }

    private JsonNode statement() throws Exception {
        String payload = Json.text(Json.parse(Files.readString(folder.resolve(FILE))), "payload", "");
        return Json.parse(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private void makeKey(String name) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(
                keys.resolve(name + ".pem"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                keys.resolve(name + ".pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
