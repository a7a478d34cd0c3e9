package io.swen.platform.audit;

import io.swen.platform.crypto.HmacSha256;
import io.swen.platform.web.OutboundClients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Posts a batch as JSON lines. {@code X-Swen-Signature: t=…,v1=…} lets the receiver check by HMAC-SHA-256 over {@code t}, a dot and
 * the body that it comes from here and when; {@code X-Swen-Batch} lets it recognise what it has got already.
 */
final class WebhookTarget implements PushExport.Target {

    private static final ContentType LINES = ContentType.create("application/x-ndjson", StandardCharsets.UTF_8);

    private final URI url;
    private final byte[] secret;
    private final AuditSearch lines;
    private final String service;
    private final CloseableHttpClient http;
    private final InstantSource wall = InstantSource.system();

    WebhookTarget(AuditProperties.Webhook properties, OutboundClients clients, AuditSearch lines, String service) {
        this.url = Objects.requireNonNull(properties.url());
        this.secret = Objects.requireNonNull(properties.secret()).getBytes(StandardCharsets.UTF_8);
        this.lines = lines;
        this.service = service;
        this.http = clients.client(properties.timeout());
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(SealedBatch batch) throws IOException {
        StringBuilder body = new StringBuilder();
        for (SealedBatch.Entry entry : batch.entries()) {
            body.append(lines.line(entry.row(), AuditSearch.ExportFormat.JSONL)).append('\n');
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        long time = wall.instant().getEpochSecond();
        HttpPost request = new HttpPost(url);
        request.setHeader("X-Swen-Service", service);
        request.setHeader("X-Swen-Batch", Long.toString(batch.seal().batch()));
        request.setHeader("X-Swen-Signature", "t=" + time + ",v1=" + signature(time, bytes));
        request.setEntity(new ByteArrayEntity(bytes, LINES));
        int status = http.execute(request, HttpResponse::getCode);
        if (status / 100 != 2) {
            throw new IOException("it answered " + status);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    private String signature(long time, byte[] body) {
        return HexFormat.of().formatHex(HmacSha256.of(secret, (time + ".").getBytes(StandardCharsets.US_ASCII), body));
    }
}
