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
 */
@Validated
@ConfigurationProperties("swen.telemetry.intake")
record IntakeProperties(
        @Min(1) @DefaultValue("10000") int samples,
        @DefaultValue("16MB") DataSize inflated) {}
