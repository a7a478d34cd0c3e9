package io.swen.identity.login;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the login page and its style sheet. */
@RestController
@Hidden
class LoginController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8);
    private static final MediaType CSS =
            new MediaType(MediaType.valueOf("text/css"), java.nio.charset.StandardCharsets.UTF_8);

    private final LoginPage page;
    private final String style = LoginPage.resource("login.css");

    LoginController(LoginPage page) {
        this.page = page;
    }

    @GetMapping("/login")
    ResponseEntity<String> login(
            HttpServletRequest request,
            @RequestParam(name = "error", required = false) @Nullable String error,
            @RequestParam(name = "logout", required = false) @Nullable String logout) {
        return ResponseEntity.ok()
                .contentType(HTML)
                .body(page.draw(
                        request,
                        error == null ? null : "That name and password do not belong together.",
                        logout == null ? null : "You are signed out."));
    }

    @GetMapping("/login.css")
    ResponseEntity<String> style() {
        return ResponseEntity.ok()
                .contentType(CSS)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .body(style);
    }
}
