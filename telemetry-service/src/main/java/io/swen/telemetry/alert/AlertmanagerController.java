package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.security.Actor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The address for a webhook receiver of Alertmanager. */
@RestController
class AlertmanagerController {

    private final AlertmanagerIntake intake;

    AlertmanagerController(AlertmanagerIntake intake) {
        this.intake = intake;
    }

    @Operation(
            summary = "Takes alerts from a webhook receiver of Alertmanager",
            description =
                    "Its payload of version 4. Telling twice changes nothing; alerts that are refused are listed, the others count.")
    @PostMapping(path = "/api/v1/alertmanager", produces = "application/json")
    AlertmanagerIntake.Answer receive(@RequestBody AlertmanagerPayload payload) {
        return intake.take(payload, Actor.current());
    }
}
