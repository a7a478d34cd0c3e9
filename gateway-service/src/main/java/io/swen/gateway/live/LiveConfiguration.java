package io.swen.gateway.live;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Puts the live events at {@code /ws}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveConfiguration implements WebSocketConfigurer {

    private static final int LARGEST_FRAME = 16 * 1024;

    private final LiveHandler handler;
    private final LiveHandshake handshake;

    LiveConfiguration(LiveHandler handler, LiveHandshake handshake) {
        this.handler = handler;
        this.handshake = handshake;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        // Origins are checked in the handshake, which knows whether the caller came by cookie.
        registry.addHandler(handler, "/ws").addInterceptors(handshake).setAllowedOriginPatterns("*");
    }

    @Bean
    ServletServerContainerFactoryBean webSocketContainer() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(LARGEST_FRAME);
        container.setMaxBinaryMessageBufferSize(LARGEST_FRAME);
        return container;
    }
}
