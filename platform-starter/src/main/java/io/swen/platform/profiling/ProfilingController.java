package io.swen.platform.profiling;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.profiling.Profile.Settings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Switches the recording of this service on and off, and hands it out. */
@RestController
@RequestMapping("/api/v1/profiling/{service}")
@Tag(name = "operations")
class ProfilingController {

    /**
     * How to record.
     *
     * @param settings {@code default} where nothing is said
     * @param lasting when it is to end by itself; null for never
     */
    record ProfileRequest(
            @Nullable Settings settings, @Nullable Duration lasting) {}

    private final Profiler profiler;
    private final String own;

    ProfilingController(Profiler profiler, SwenProperties properties) {
        this.profiler = profiler;
        this.own = properties.service();
    }

    @GetMapping
    @Operation(summary = "Whether a service records what it does")
    Profile showProfile(@PathVariable("service") String service) {
        requireOwn(service);
        return profiler.state();
    }

    @PutMapping
    @Operation(summary = "Begin a recording in place of the one there is")
    Profile startProfile(@PathVariable("service") String service, @RequestBody ProfileRequest request) {
        requireOwn(service);
        return profiler.on(request.settings() == null ? Settings.DEFAULT : request.settings(), request.lasting());
    }

    @DeleteMapping
    @Operation(summary = "End the recording")
    Profile stopProfile(@PathVariable("service") String service) {
        requireOwn(service);
        return profiler.off();
    }

    @GetMapping("/recording")
    @Operation(summary = "What was recorded, as a file of the JDK's Flight Recorder")
    @ApiResponse(
            responseCode = "200",
            description = "the recording",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    void fetchRecording(@PathVariable("service") String service, HttpServletResponse response) throws IOException {
        requireOwn(service);
        Path file = profiler.dump();
        try {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setContentLengthLong(Files.size(file));
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + own + ".jfr\"");
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void requireOwn(String service) {
        if (!service.equals(own)) {
            throw ProblemException.notFound("service that records here:", service);
        }
    }
}
