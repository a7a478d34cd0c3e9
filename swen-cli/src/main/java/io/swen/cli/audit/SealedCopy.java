package io.swen.cli.audit;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checks a copy of sealed batches by itself. It takes the hashed and signed bytes as they stand in the lines and shares no code
 * with the services that wrote them.
 */
final class SealedCopy {

    private static final String KEY_SUFFIX = ".pub.pem";
    private static final String ROW = ",\"row\":";
    private static final String SIGNATURE = ",\"signature\":";
    private static final int FINDINGS = 200;
    private static final int ID_DIGITS = 32;

    private final Path folder;
    private final Path keysFolder;
    private final List<String> findings = new ArrayList<>();
    private long rows;
    private long batches;
    private long broken;

    private byte @Nullable [] hash;
    private long nextN = -1;
    private long nextBatch = -1;
    private long rowsInBatch;

    SealedCopy(Path folder, Path keysFolder) {
        this.folder = folder;
        this.keysFolder = keysFolder;
    }

    Tally check() throws IOException {
        Map<String, PublicKey> keys = keys();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("audit-[0-9]+\\.jsonl"))
                    .sorted()
                    .toList();
        }
        boolean open = false;
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                long number = 0;
                String line;
                while ((line = lines.readLine()) != null) {
                    number++;
                    open = line(file.getFileName() + ":" + number, line, keys);
                }
            }
        }
        String pending = open ? rowsInBatch + " in an unfinished batch" : "–";
        return new Tally(
                String.valueOf(folder.getFileName()),
                rows,
                batches,
                broken,
                pending,
                nextBatch < 0 ? "–" : Long.toString(nextBatch - 1),
                findings);
    }

    /** True after a row, whose seal is still to come. */
    private boolean line(String place, String line, Map<String, PublicKey> keys) {
        try {
            JsonNode json = Json.parse(line);
            if (json.has("row")) {
                row(place, line, json);
                return true;
            }
            seal(place, line, json, keys);
        } catch (JacksonException | IllegalArgumentException | StringIndexOutOfBoundsException unreadable) {
            found(place, "the line is neither a row nor a seal");
        }
        return false;
    }

    private void row(String place, String line, JsonNode json) {
        rows++;
        rowsInBatch++;
        byte[] stored = HexFormat.of().parseHex(Json.text(json, "hash", ""));
        long n = json.path("row").path("n").asLong();
        String canonical = line.substring(line.indexOf(ROW) + ROW.length(), line.length() - 1);
        String id = Json.text(json, "row.id", "");
        byte[] before = hash;
        if (before == null && n == 1) {
            before = new byte[32];
        }
        // The first row of a copy that begins later has no predecessor here; its seal tells the hash to begin with.
        if (before != null && !Arrays.equals(stored, hash(before, canonical))) {
            found(place, "row " + n + " (" + id + ") or the one before it is not what was sealed");
        }
        if (nextN >= 0 && n != nextN) {
            found(place, "row " + n + " stands where row " + nextN + " belongs");
        }
        nextN = n + 1;
        hash = stored;
    }

    private void seal(String place, String line, JsonNode json, Map<String, PublicKey> keys) {
        batches++;
        JsonNode seal = json.path("seal");
        long batch = seal.path("batch").asLong();
        String signed = line.substring("{\"seal\":".length(), line.lastIndexOf(SIGNATURE));
        byte[] signature = Base64.getDecoder().decode(Json.text(json, "signature", ""));
        String keyId = Json.text(seal, "key_id", "");
        PublicKey key = keys.get(keyId);
        if (key == null) {
            found(place, "batch " + batch + " is signed by key " + keyId + ", which is not in " + keysFolder);
        } else if (!verifies(key, signed, signature)) {
            found(place, "the signature of batch " + batch + " is not that of its content");
        }
        if (nextBatch >= 0 && batch != nextBatch) {
            found(place, "batch " + batch + " stands where batch " + nextBatch + " belongs");
        }
        long count = seal.path("last_n").asLong() - seal.path("first_n").asLong() + 1;
        if (count != rowsInBatch) {
            found(place, "batch " + batch + " has " + rowsInBatch + " rows and was sealed with " + count);
        }
        byte[] sealed = HexFormat.of().parseHex(Json.text(seal, "hash", ""));
        if (!Arrays.equals(sealed, hash)) {
            found(place, "the rows of batch " + batch + " do not lead to the hash it seals");
        }
        hash = sealed;
        nextN = seal.path("last_n").asLong() + 1;
        nextBatch = batch + 1;
        rowsInBatch = 0;
    }

    private void found(String place, String what) {
        broken++;
        if (findings.size() < FINDINGS) {
            findings.add(place + ": " + what);
        }
    }

    private Map<String, PublicKey> keys() throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        try (Stream<Path> files = Files.list(keysFolder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(KEY_SUFFIX)).toList()) {
                String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
                PublicKey key = KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
                keys.put(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()))
                                .substring(0, ID_DIGITS),
                        key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            throw new CliException(
                    ExitCode.FAILED, "A file in " + keysFolder + " is not an Ed25519 public key", "", notAKey);
        }
        return keys;
    }

    private static boolean verifies(PublicKey key, String signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    private static byte[] hash(byte[] before, String canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return digest.digest(canonical.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
