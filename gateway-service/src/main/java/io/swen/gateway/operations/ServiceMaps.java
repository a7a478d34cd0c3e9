package io.swen.gateway.operations;

import io.swen.gateway.operations.ServiceMap.Edge;
import io.swen.gateway.operations.ServiceMap.Node;
import io.swen.platform.client.SwenService;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.dependency.ServiceDependencies;
import io.swen.platform.dependency.ServiceDependencies.Dependency;
import io.swen.platform.dependency.ServiceDependencies.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Puts the map together of what each service measured. */
@Service
class ServiceMaps {

    private final AskedServices services;
    private final Dependencies own;
    private final InstantSource wall = InstantSource.system();

    ServiceMaps(AskedServices services, Dependencies own) {
        this.services = services;
        this.own = own;
    }

    ServiceMap current() {
        AskedServices.Answers<ServiceDependencies> answers = services.ask(
                Arrays.asList(SwenService.values()),
                (service, client) -> Objects.requireNonNull(client.get()
                        .uri("/api/v1/service-map/{service}", service.id())
                        .retrieve()
                        .body(ServiceDependencies.class)));
        List<ServiceDependencies> parts = new ArrayList<>(List.of(own.current()));
        parts.addAll(answers.byService().values());
        Map<String, Node> nodes = new LinkedHashMap<>();
        List<Edge> edges = new ArrayList<>();
        for (ServiceDependencies part : parts) {
            nodes.put(part.service(), new Node(part.service(), Kind.SERVICE, true, part.received()));
        }
        for (SwenService silent : answers.silent()) {
            nodes.put(silent.id(), new Node(silent.id(), Kind.SERVICE, false, null));
        }
        for (ServiceDependencies part : parts) {
            for (Dependency dependency : part.dependencies()) {
                nodes.putIfAbsent(dependency.target(), new Node(dependency.target(), dependency.kind(), null, null));
                edges.add(new Edge(part.service(), dependency.target(), dependency.calls()));
            }
        }
        return new ServiceMap(
                wall.instant(), parts.getFirst().window(), List.copyOf(nodes.values()), List.copyOf(edges));
    }
}
