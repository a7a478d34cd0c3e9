package io.swen.platform.client;

import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * The certificate that this service shows to other services, and those it trusts. Where no bundle is configured, calls go as their
 * address says and trust what the JVM trusts.
 */
public final class InternalTls {

    /** No certificate of our own. */
    public static final InternalTls NONE = new InternalTls(null);

    private final @Nullable SslBundle bundle;

    public InternalTls(@Nullable SslBundle bundle) {
        this.bundle = bundle;
    }

    /** For clients that are not the JDK's; null for the default. */
    public @Nullable SSLContext context() {
        return bundle == null ? null : bundle.createSslContext();
    }

    /** A builder of HTTP/1.1 clients of other services. */
    public HttpClient.Builder clients(Duration connectTimeout) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
        if (bundle != null) {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            if (bundle.getOptions().getCiphers() != null) {
                parameters.setCipherSuites(bundle.getOptions().getCiphers());
            }
            builder.sslContext(bundle.createSslContext()).sslParameters(parameters);
        }
        return builder;
    }

    /** The same for Spring's clients, with a time-out for the answer. */
    public JdkClientHttpRequestFactory requests(Duration connectTimeout, Duration readTimeout) {
        JdkClientHttpRequestFactory factory =
                new JdkClientHttpRequestFactory(clients(connectTimeout).build());
        factory.setReadTimeout(readTimeout);
        return factory;
    }
}
