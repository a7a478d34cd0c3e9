package io.swen.identity.privacy;

import io.swen.platform.security.Actor;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hands people what is stored of them, and lets admins remove it. */
@RestController
class PrivacyController {

    private final Privacy privacy;

    PrivacyController(Privacy privacy) {
        this.privacy = privacy;
    }

    @GetMapping("/api/v1/users/me/data")
    ResponseEntity<PersonalExport> own() {
        return answer(Actor.current().id());
    }

    @GetMapping("/api/v1/users/{id}/data")
    ResponseEntity<PersonalExport> ofUser(@PathVariable("id") UUID id) {
        return answer(id);
    }

    /** Removes all that tells who this was; it cannot be undone. */
    @DeleteMapping("/api/v1/users/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(@PathVariable("id") UUID id) {
        privacy.erase(id, Actor.current().id());
    }

    private ResponseEntity<PersonalExport> answer(UUID id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(privacy.export(id));
    }
}
