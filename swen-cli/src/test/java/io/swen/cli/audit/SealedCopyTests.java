package io.swen.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy is written by hand here, as docs/audit.md describes it, so that the description is tested as well. */
class SealedCopyTests {

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();
    private KeyPair pair;
    private String keyId;
    private byte[] hash = new byte[32];
    private long n;

    SealedCopyTests() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        keyId = hex(MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded()))
                .substring(0, 32);
    }

    @BeforeEach
    void threeBatches() throws Exception {
        Files.writeString(
                folder.resolve(keyId + ".pub.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        for (int batch = 1; batch <= 3; batch++) {
            byte[] previous = hash;
            long first = n + 1;
            for (int i = 0; i < 4; i++) {
                row();
            }
            seal(batch, first, previous);
        }
        write();
    }

    @Test
    void findsNothingInWhatWasWrittenAsDescribed() throws IOException {
        Tally tally = check();

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.rows()).isEqualTo(12);
        assertThat(tally.batches()).isEqualTo(3);
        assertThat(tally.copied()).isEqualTo("3");
    }

    @Test
    void findsAChangedRow() throws IOException {
        lines.set(1, lines.get(1).replace("\"thing\"", "\"other\""));
        write();
        assertThat(check().findings()).singleElement().asString().contains("row 2 (id-2)");
    }

    @Test
    void findsARemovedRowAndARemovedBatch() throws IOException {
        String row = lines.remove(2);
        write();
        assertThat(check().broken()).isPositive();
        lines.add(2, row);
        lines.subList(5, 10).clear();
        write();
        assertThat(check().findings())
                .anySatisfy(finding -> assertThat(finding).contains("batch 3 stands where batch 2 belongs"));
    }

    @Test
    void findsReorderedRows() throws IOException {
        lines.add(1, lines.remove(2));
        write();
        assertThat(check().broken()).isPositive();
    }

    @Test
    void findsAnAlteredSealAndAForeignKey() throws IOException {
        lines.set(4, lines.get(4).replace("2026", "2025"));
        write();
        assertThat(check().findings()).singleElement().asString().contains("signature of batch 1");
        Files.delete(folder.resolve(keyId + ".pub.pem"));
        assertThat(check().findings()).hasSize(3).allMatch(finding -> finding.contains("is signed by key"));
    }

    @Test
    void aBatchThatIsStillBeingWrittenIsNotBroken() throws Exception {
        row();
        write();
        Tally tally = check();
        assertThat(tally.broken()).isZero();
        assertThat(tally.pending()).isEqualTo("1 in an unfinished batch");
    }

    private Tally check() throws IOException {
        return new SealedCopy(folder, folder).check();
    }

    private void row() throws GeneralSecurityException {
        n++;
        String canonical = "{\"id\":\"id-" + n + "\",\"n\":" + n + ",\"service\":\"thing\"}";
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(hash);
        hash = digest.digest(canonical.getBytes(StandardCharsets.UTF_8));
        lines.add("{\"hash\":\"" + hex(hash) + "\",\"row\":" + canonical + "}");
    }

    private void seal(int batch, long first, byte[] previous) throws GeneralSecurityException {
        String seal = "{\"batch\":" + batch + ",\"first_n\":" + first + ",\"hash\":\"" + hex(hash) + "\",\"key_id\":\""
                + keyId + "\",\"last_n\":" + n + ",\"last_seq\":" + n + ",\"last_tx\":\"700\",\"previous_hash\":\""
                + hex(previous) + "\",\"sealed_at\":\"2026-11-28T10:00:00Z\",\"service\":\"thing\"}";
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(seal.getBytes(StandardCharsets.UTF_8));
        lines.add("{\"seal\":" + seal + ",\"signature\":\""
                + Base64.getEncoder().encodeToString(signature.sign()) + "\"}");
    }

    private void write() throws IOException {
        Files.write(folder.resolve("audit-000000000001.jsonl"), lines, StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
