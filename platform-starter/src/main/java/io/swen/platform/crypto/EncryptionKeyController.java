package io.swen.platform.crypto;

import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows, rotates and retires the key-encryption keys of this service. */
@RestController
@RequestMapping("/api/v1/encryption-keys/{service}")
class EncryptionKeyController {

    private final KeyRotation rotation;
    private final String own;

    EncryptionKeyController(KeyRotation rotation, SwenProperties properties) {
        this.rotation = rotation;
        this.own = properties.service();
    }

    @GetMapping
    EncryptionKeys showEncryptionKeys(@PathVariable("service") String service) {
        requireOwn(service);
        return rotation.state();
    }

    @PostMapping("/rotation")
    @ResponseStatus(HttpStatus.ACCEPTED)
    EncryptionKeys rotateEncryptionKeys(@PathVariable("service") String service) {
        requireOwn(service);
        return rotation.rotate();
    }

    @PostMapping("/{key_id}/retirement")
    EncryptionKeys retireEncryptionKey(@PathVariable("service") String service, @PathVariable("key_id") String keyId) {
        requireOwn(service);
        return rotation.retire(keyId);
    }

    private void requireOwn(String service) {
        if (!service.equals(own)) {
            throw ProblemException.notFound("service with encryption keys here:", service);
        }
    }
}
