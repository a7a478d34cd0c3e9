package io.swen.telemetry.intake;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one request may bring.
 *
 * @param samples samples in a request
 * @param inflated bytes of a body once it is decompressed
 * @param remembered bytes in which it is remembered how samples of known series are written, so that they need not be parsed
 */
@Validated
@ConfigurationProperties("swen.telemetry.intake")
record IntakeProperties(
        @Min(1) @DefaultValue("10000") int samples,
        @DefaultValue("16MB") DataSize inflated,
        @DefaultValue("32MB") DataSize remembered) {

    IntakeProperties {
        if (inflated.toBytes() < 1 || remembered.isNegative()) {
            throw new IllegalArgumentException(
                    "swen.telemetry.intake: inflated must be above zero and remembered not below");
        }
    }
}
