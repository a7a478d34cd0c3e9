package io.swen.identity.mfa;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets admins help people who lost their second factors. */
@RestController
class FactorResetController {

    private final FactorReset factors;

    FactorResetController(FactorReset factors) {
        this.factors = factors;
    }

    @DeleteMapping("/api/v1/users/{id}/factors")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@PathVariable("id") UUID id) {
        factors.reset(id);
    }
}
