package io.swen.telemetry.export;

import io.swen.telemetry.export.ExportProperties.S3;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket of S3 or of what speaks its protocol; an object appears when it is complete. */
final class S3Target implements ExportTarget, AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final S3 properties;
    private final S3Client client;

    S3Target(S3 properties) {
        this.properties = properties;
        DefaultCredentialsProvider.Builder credentials = DefaultCredentialsProvider.builder();
        if (properties.profile() != null) {
            credentials.profileName(properties.profile());
        }
        Duration timeout = properties.timeout();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(properties.region()))
                .credentialsProvider(credentials.build())
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(timeout))
                .overrideConfiguration(configuration -> configuration
                        .apiCallAttemptTimeout(timeout)
                        .apiCallTimeout(timeout.multipliedBy(ATTEMPTS))
                        .retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
                .forcePathStyle(properties.pathStyle())
                // Others that speak the protocol, OSS among them, refuse the checksums that the SDK adds of its own
                // accord.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false));
        if (properties.endpoint() != null) {
            builder.endpointOverride(properties.endpoint());
        }
        this.client = builder.build();
    }

    @Override
    public String address() {
        String at =
                properties.endpoint() == null ? "" : "@" + properties.endpoint().getAuthority();
        return "s3://" + properties.bucket() + at + "/" + properties.prefix();
    }

    @Override
    public void put(Path file, String key) throws IOException {
        try {
            client.putObject(request -> request.bucket(properties.bucket()).key(full(key)), RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw failed("write", key, e);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(properties.bucket()).key(full(key)));
        } catch (SdkException e) {
            throw failed("delete", key, e);
        }
    }

    @Override
    public boolean has(String key) throws IOException {
        try {
            client.headObject(request -> request.bucket(properties.bucket()).key(full(key)));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw failed("look for", key, e);
        }
    }

    private IOException failed(String what, String key, SdkException cause) {
        return new IOException("cannot " + what + " " + key + " at " + address() + ": " + cause.getMessage(), cause);
    }

    private String full(String key) {
        return properties.prefix().isEmpty() ? key : properties.prefix() + "/" + key;
    }

    @Override
    public void close() {
        client.close();
    }
}
