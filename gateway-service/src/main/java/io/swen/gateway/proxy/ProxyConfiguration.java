package io.swen.gateway.proxy;

import io.swen.platform.SwenProperties;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.SwenService;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The routes, and the one HTTP client that takes them. */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /** Below the services' keep-alive, so that a connection is not taken in the moment its service closes it. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(15);

    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

    /** Blocking, pooled, and it passes on what it gets: no retries, redirects, cookies or decompression of its own. */
    @Bean(destroyMethod = "close")
    CloseableHttpClient serviceHttpClient(ProxyProperties properties, InternalTls tls) {
        Timeout connect = Timeout.of(properties.connectTimeout());
        Timeout read = Timeout.of(properties.readTimeout());
        SSLContext certificates = tls.context();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(
                                certificates == null
                                        ? DefaultClientTlsStrategy.createDefault()
                                        : new DefaultClientTlsStrategy(certificates))
                        .setMaxConnPerRoute(properties.connections())
                        .setMaxConnTotal(properties.connections() * SwenService.values().length)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(read)
                                .setValidateAfterInactivity(CHECK_AFTER)
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setTcpNoDelay(true)
                                .setSoTimeout((int) properties.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(read)
                        .build())
                .evictIdleConnections(IDLE)
                .addExecInterceptorLast("unfinished-bodies", new UnfinishedBodies())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
    }

    @Bean
    ProxyExchange proxyExchange(
            RestClient.Builder builder, CloseableHttpClient serviceHttpClient, GatewayMvcProperties properties) {
        RestClient client = builder.requestFactory(new HttpComponentsClientHttpRequestFactory(serviceHttpClient))
                .build();
        return new RestClientProxyExchange(client, properties);
    }

    @Bean
    RouterFunction<ServerResponse> routes(SwenProperties swen, ProxyFailures failures) {
        return java.util.Arrays.stream(Route.values())
                .map(route -> route(route, swen, failures))
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RouterFunction<ServerResponse> route(Route route, SwenProperties swen, ProxyFailures failures) {
        SwenService service = route.service();
        URI address = swen.services().get(service);
        if (address == null) {
            throw new IllegalStateException("no address is configured for " + service.id() + "-service");
        }
        return GatewayRouterFunctions.route(service.id())
                .route(route.calls(), HandlerFunctions.http())
                .before(BeforeFilterFunctions.uri(address))
                .onError(thrown -> true, (thrown, request) -> failures.answer(service, thrown, request))
                .build();
    }
}
