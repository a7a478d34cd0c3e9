package io.swen.cli.backup;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps backups in a bucket of S3, or of OSS through its S3 interface. Credentials come from the SDK's own provider chain; for OSS
 * they are an access key of Alibaba Cloud under the same names.
 */
final class BucketStore implements BackupStore {
    /** What one call uploads and is held in memory; 10,000 of them are the most a bucket takes for one object. */
    private static final long PART = 16L << 20;

    private static final long MOST = PART * 10_000;
    private static final Duration CALL = Duration.ofMinutes(5);

    private final URI place;
    private final String bucket;
    private final String prefix;
    private final S3Client client;

    BucketStore(URI place, Map<String, String> environment) {
        this.place = place;
        String host = place.getHost();
        if (host == null || host.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE,
                    place + " names no bucket",
                    "It must be like " + place.getScheme() + "://bucket/prefix.");
        }
        this.bucket = host;
        String path = place.getPath().replaceAll("^/+|/+$", "");
        this.prefix = path.isEmpty() ? "" : path + "/";
        boolean oss = "oss".equals(place.getScheme());
        String region = environment.get("SWEN_BACKUP_REGION");
        String endpoint = environment.get("SWEN_BACKUP_ENDPOINT");
        if (oss && (region == null || region.isBlank())) {
            throw new CliException(
                    ExitCode.USAGE,
                    place + " says nothing of the bucket's region",
                    "Set SWEN_BACKUP_REGION, such as cn-hangzhou or eu-central-1.");
        }
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(CALL))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(CALL).apiCallTimeout(CALL.multipliedBy(3)))
                // A name in the path: what stands in for S3 on one's own machines knows no host name for each bucket.
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(!oss && endpoint != null)
                        .chunkedEncodingEnabled(!oss)
                        .build());
        if (region != null && !region.isBlank()) {
            builder.region(Region.of(region));
        }
        if (endpoint != null && !endpoint.isBlank()) {
            builder.endpointOverride(URI.create(endpoint));
        } else if (oss) {
            builder.endpointOverride(URI.create("https://s3.oss-" + region + ".aliyuncs.com"));
        }
        this.client = builder.build();
    }

    @Override
    public void put(String name, Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST) {
            throw new CliException(
                    ExitCode.FAILED,
                    name + " has " + size + " bytes, more than the " + MOST + " a bucket takes in parts of " + PART,
                    "Keep backups of this size in a folder.");
        }
        try {
            if (size <= PART) {
                client.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromFile(file));
            } else {
                putInParts(name, file, size);
            }
        } catch (SdkException refused) {
            throw failed("store " + name, refused);
        }
    }

    private void putInParts(String name, Path file, long size) throws IOException {
        String key = prefix + name;
        String upload = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        boolean complete = false;
        try {
            for (long from = 0; from < size; from += PART) {
                int number = parts.size() + 1;
                RequestBody body = RequestBody.fromBytes(part(file, from, Math.min(PART, size - from)));
                String tag = client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number),
                                body)
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
            complete = true;
        } finally {
            if (!complete) {
                client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(upload));
            }
        }
    }

    private static byte[] part(Path file, long from, long length) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(from);
            return content.readNBytes((int) length);
        }
    }

    @Override
    public InputStream get(String name) throws IOException {
        try {
            return client.getObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (SdkException refused) {
            throw failed("read " + name, refused);
        }
    }

    @Override
    public List<String> names() throws IOException {
        try {
            return client
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(prefix.length()))
                    .filter(name -> !name.contains("/"))
                    .sorted()
                    .toList();
        } catch (SdkException refused) {
            throw failed("list backups", refused);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (SdkException refused) {
            throw failed("remove " + name, refused);
        }
    }

    private IOException failed(String what, SdkException cause) {
        return new IOException(place + " did not " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public String place() {
        return place.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
