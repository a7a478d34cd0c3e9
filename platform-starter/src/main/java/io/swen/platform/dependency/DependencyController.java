package io.swen.platform.dependency;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ProblemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what this service calls and how those calls go. */
@RestController
@Tag(name = "operations")
class DependencyController {

    private final Dependencies dependencies;
    private final String own;

    DependencyController(Dependencies dependencies, SwenProperties properties) {
        this.dependencies = dependencies;
        this.own = properties.service();
    }

    @GetMapping("/api/v1/service-map/{service}")
    @Operation(summary = "What one service was called and called in the last five minutes")
    ServiceDependencies showDependencies(@PathVariable("service") String service) {
        if (!service.equals(own)) {
            throw ProblemException.notFound("service with dependencies here:", service);
        }
        return dependencies.current();
    }
}
