package io.swen.gateway.operations;

import io.swen.gateway.exchange.Credential;
import io.swen.gateway.exchange.TokenExchange;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Asks several services the same at once, in the caller's name; one that does not answer keeps the others' answers from nobody. */
@Component
class AskedServices implements DisposableBean {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** What was answered, and who did not answer. */
    record Answers<T>(Map<SwenService, T> byService, List<SwenService> silent) {}

    private final ServiceClients clients;
    private final TokenExchange exchange;
    private final Traces traces;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AskedServices(ServiceClients clients, TokenExchange exchange, Traces traces) {
        this.clients = clients;
        this.exchange = exchange;
        this.traces = traces;
    }

    /** @param question how one service is asked; the client acts as the caller */
    <T> Answers<T> ask(Collection<SwenService> services, BiFunction<SwenService, RestClient, T> question) {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller)) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "this call needs a caller");
        }
        Credential credential = Credential.of(caller);
        Map<SwenService, Future<T>> asked = new EnumMap<>(SwenService.class);
        for (SwenService service : services) {
            Callable<T> call = traces.carried(() -> question.apply(service, clientOf(service, credential)));
            asked.put(service, threads.submit(call));
        }
        Map<SwenService, T> answers = new EnumMap<>(SwenService.class);
        List<SwenService> silent = new ArrayList<>();
        asked.forEach((service, answer) -> {
            try {
                answers.put(service, answer.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                silent.add(service);
            } catch (ExecutionException e) {
                if (!isOutage(e.getCause())) {
                    throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
                }
                silent.add(service);
            }
        });
        return new Answers<>(answers, silent);
    }

    private RestClient clientOf(SwenService service, Credential credential) {
        return clients.to(service, LIMIT)
                .mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + exchange.tokenFor(credential, service.audience()))
                .build();
    }

    private static boolean isOutage(@Nullable Throwable cause) {
        return cause instanceof ResourceAccessException
                || (cause instanceof RemoteException remote && remote.isTransient());
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
