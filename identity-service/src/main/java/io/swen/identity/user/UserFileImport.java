package io.swen.identity.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Takes the users of the file over before the service reports that it is ready. */
@Component
class UserFileImport implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(UserFileImport.class);

    private final UserFileProperties properties;
    private final Users users;
    private final JsonMapper json;

    UserFileImport(UserFileProperties properties, Users users, JsonMapper json) {
        this.properties = properties;
        this.users = users;
        this.json = json;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String file = properties.file();
        if (file == null || file.isBlank()) {
            LOG.info("SWEN_IDENTITY_USERS_FILE is not set; only users that are stored already can log in");
            return;
        }
        UserFile given = read(Path.of(file));
        if (users.knowsAll(given)) {
            users.takeOverFactors(given);
            // Comparing passwords costs what guessing them is meant to cost; a start with nobody new does not wait for
            // it.
            Thread.ofVirtual().name("user-file").start(() -> takeOverLater(given));
        } else {
            users.takeOver(given);
        }
    }

    private void takeOverLater(UserFile given) {
        try {
            users.takeOver(given);
        } catch (RuntimeException e) {
            LOG.error("changed passwords of the users file could not be taken over; the next start tries again", e);
        }
    }

    private UserFile read(Path file) {
        try {
            return json.readValue(Files.readAllBytes(file), UserFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read SWEN_IDENTITY_USERS_FILE " + file, e);
        } catch (JacksonException e) {
            // Without the cause's source excerpt: it could show a password.
            throw new IllegalStateException(
                    "SWEN_IDENTITY_USERS_FILE " + file + " is not usable: " + e.getOriginalMessage());
        }
    }
}
