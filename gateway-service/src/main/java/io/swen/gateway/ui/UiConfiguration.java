package io.swen.gateway.ui;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** Serves the built dashboard under {@code /ui/}; its own router takes every path that is not a file. */
@Configuration(proxyBeanMethods = false)
class UiConfiguration implements WebMvcConfigurer {

    private static final String BUILT = "classpath:/META-INF/resources/ui/";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/ui/");
        registry.addRedirectViewController("/ui", "/ui/");
        registry.addViewController("/ui/").setViewName("forward:/ui/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // The names of assets carry a hash of their content.
        registry.addResourceHandler("/ui/assets/**")
                .addResourceLocations(BUILT + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/ui/**")
                .addResourceLocations(BUILT)
                .setCacheControl(CacheControl.noCache())
                // Not cached: the fallback would remember every made-up path.
                .resourceChain(false)
                .addResolver(new Pages());
    }

    /** The file that was asked for, or the application where a page was asked for. */
    private static final class Pages extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = path.isEmpty() ? null : super.getResource(path, location);
            if (file != null) {
                return file;
            }
            // A missing script or picture stays missing; a page never has a dot in its last part.
            return path.substring(path.lastIndexOf('/') + 1).contains(".")
                    ? null
                    : super.getResource("index.html", location);
        }
    }
}
