package io.swen.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The access keys both clouds accept, as they stand in {@code SWEN_SIMULATOR_CREDENTIALS_FILE}. */
public record SimulatorCredentials(List<AwsKey> aws, List<AlibabaKey> alibaba) {

    static final String AWS_ACCOUNT = "210987654321";
    static final String ALIBABA_ACCOUNT = "1098765432109876";

    /** @param account the account's number; one that all keys share if absent */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AwsKey(
            @JsonProperty("access_key_id") String accessKeyId,
            @JsonProperty("secret_access_key") String secretAccessKey,
            @JsonProperty("account") @Nullable String account) {

        public AwsKey {
            present(accessKeyId, "aws access_key_id");
            present(secretAccessKey, "aws secret_access_key");
        }

        @Override
        public String toString() {
            return "AwsKey[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
        }
    }

    /** @param account the account's number; one that all keys share if absent */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AlibabaKey(
            @JsonProperty("access_key_id") String accessKeyId,
            @JsonProperty("access_key_secret") String accessKeySecret,
            @JsonProperty("account") @Nullable String account) {

        public AlibabaKey {
            present(accessKeyId, "alibaba access_key_id");
            present(accessKeySecret, "alibaba access_key_secret");
        }

        @Override
        public String toString() {
            return "AlibabaKey[accessKeyId=" + accessKeyId + ", accessKeySecret=***]";
        }
    }

    public SimulatorCredentials {
        aws = List.copyOf(Objects.requireNonNullElse(aws, List.of()));
        alibaba = List.copyOf(Objects.requireNonNullElse(alibaba, List.of()));
        if (aws.isEmpty() && alibaba.isEmpty()) {
            throw new IllegalArgumentException("no access key for either cloud");
        }
    }

    /** One random key for each cloud. */
    public static SimulatorCredentials random() {
        return new SimulatorCredentials(
                List.of(new AwsKey("AKIA" + text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), secret(40), null)),
                List.of(new AlibabaKey("LTAI5t" + secret(18), secret(30), null)));
    }

    /**
     * Reads a credentials file.
     *
     * @throws IllegalArgumentException if it is not what the class describes; the message names file and remedy
     */
    public static SimulatorCredentials read(Path file) {
        try {
            return JsonMapper.shared().readValue(Files.readString(file), SimulatorCredentials.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the credentials file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the credentials file " + file
                            + " is not of the form {\"aws\":[{\"access_key_id\",\"secret_access_key\"}],"
                            + "\"alibaba\":[{\"access_key_id\",\"access_key_secret\"}]}: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Reads a credentials file, or makes one that only its owner may read. */
    static SimulatorCredentials readOrCreate(Path file) {
        if (Files.exists(file)) {
            return read(file);
        }
        SimulatorCredentials fresh = random();
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, JsonMapper.shared().writeValueAsString(fresh));
            return fresh;
        } catch (FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the credentials file " + file + " cannot be written", e);
        }
    }

    private static String secret(int length) {
        return text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }

    private static String text(int length, String alphabet) {
        var random = new SecureRandom();
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static void present(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }
}
