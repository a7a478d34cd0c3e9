package io.swen.cli.access;

import io.swen.cli.client.Tokens;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.Restart;
import io.swen.cli.stack.ServiceAccounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code swen verify access}: makes every call as everybody, and compares the answers with who may make it. */
@Command(
        name = "access",
        description = {
            "Make every call of the running local platform as every role, as an API key, as each service and without a",
            "token, on things of the own team, of another team and on unknown ones, and compare with the table of who may.",
            "Adds accounts named 'matrix-…' to credentials.json for as long as it runs; identity-service is restarted for them."
        },
        footer = {"", "The last line is 'access endpoints=… calls=… wrong=…'."})
public final class AccessCommand implements Callable<Integer> {
    private static final Things NOTHING = new Things(Map.of());
    private static final String UNKNOWN_FIELD = "{\"no_such_field\":1}";

    private final Context context;
    private final Terminal terminal;
    private final List<String> wrong = new ArrayList<>();
    private int calls;

    public AccessCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Endpoint> endpoints =
                Endpoint.in(context.project().root().resolve("docs").resolve("api"));
        MatrixAccounts accounts = new MatrixAccounts(context.home().credentials());
        Tokens tokens = new Tokens(context);
        try {
            if (accounts.addMissing()) {
                terminal.say("Added accounts to credentials.json; identity-service takes them over at its start");
                new Restart(context).kill("identity");
            }
            return compare(endpoints, tokens);
        } finally {
            accounts.remove();
            for (String name : MatrixAccounts.names()) {
                tokens.remove(name);
            }
        }
    }

    private int compare(List<Endpoint> endpoints, Tokens tokens) throws IOException, InterruptedException {
        Calls http = new Calls(context.publicUrl());
        Stage stage = new Stage(http, tokens);
        Things own = stage.things(MatrixAccounts.OWN);
        Things foreign = stage.things(MatrixAccounts.OTHER);
        List<Caller> callers = new ArrayList<>();
        for (String role : MatrixAccounts.ROLES) {
            callers.add(new Caller.Person(role, tokens.of(MatrixAccounts.name(role, MatrixAccounts.OWN))));
        }
        callers.add(new Caller.Key(
                Set.of("operator"), stage.key(tokens.of(MatrixAccounts.name("operator", MatrixAccounts.OWN)))));
        ServiceAccounts services = new ServiceAccounts(context);

        Table table = new Table(headings(callers, services));
        for (Endpoint endpoint : endpoints) {
            terminal.status("  " + endpoint);
            List<@Nullable String> row = new ArrayList<>();
            row.add(endpoint.toString());
            row.add(
                    endpoint.permission() == null
                            ? "everyone"
                            : endpoint.permission().name());
            row.add(anonymous(http, endpoint));
            for (Caller caller : callers) {
                row.add(asPerson(http, endpoint, caller, own, foreign));
            }
            row.add(asServices(services, endpoint));
            table.row(row.toArray(String[]::new));
        }
        stage.clear();
        terminal.print(table);
        wrong.forEach(terminal::print);
        terminal.print("access endpoints=" + endpoints.size() + " calls=" + calls + " wrong=" + wrong.size());
        return wrong.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static String[] headings(List<Caller> callers, ServiceAccounts services) {
        List<String> headings = new ArrayList<>(List.of("call", "permission", "nobody"));
        callers.forEach(caller -> headings.add(caller.name()));
        headings.add("services (" + services.ids().size() + ")");
        return headings.toArray(String[]::new);
    }

    /** Without a token nobody learns whether a thing exists. */
    private String anonymous(Calls http, Endpoint endpoint) throws IOException, InterruptedException {
        Answer answer = make(http, endpoint, NOTHING.in(endpoint), null);
        boolean open = endpoint.permission() == null;
        if (answer.isRefusal() == open || (!open && answer.status() != 401)) {
            wrong(endpoint, "nobody", "unknown", answer, open ? "an answer" : "401");
        }
        return Integer.toString(answer.status());
    }

    private String asPerson(Calls http, Endpoint endpoint, Caller caller, Things own, Things foreign)
            throws IOException, InterruptedException {
        Endpoint.Permission permission = endpoint.permission();
        boolean granted = permission == null || permission.isGrantedTo(caller);
        Set<String> seen = new TreeSet<>();
        if (!granted) {
            for (Things things : List.of(own, foreign, NOTHING)) {
                Answer answer = make(http, endpoint, things.in(endpoint), caller);
                seen.add(Integer.toString(answer.status()));
                if (answer.status() != 403) {
                    wrong(endpoint, caller.name(), "any", answer, "403");
                }
            }
            return String.join("/", seen);
        }
        if (!mayTakeEffect(endpoint)) {
            return "not made";
        }
        Answer unknown = make(http, endpoint, NOTHING.in(endpoint), caller);
        seen.add(Integer.toString(unknown.status()));
        if (unknown.isRefusal() || (endpoint.hasParameters() && unknown.status() < 400 && !isOfNobody(endpoint))) {
            wrong(endpoint, caller.name(), "unknown", unknown, "404, or what is wrong with the call");
        }
        if (foreign.has(endpoint)) {
            Answer others = make(http, endpoint, foreign.in(endpoint), caller);
            seen.add(Integer.toString(others.status()));
            if (!others.equals(unknown)) {
                wrong(endpoint, caller.name(), "other team's", others, "the same as for an unknown one: " + unknown);
            }
        }
        if (endpoint.isSafe() && own.has(endpoint)) {
            Answer mine = make(http, endpoint, own.in(endpoint), caller);
            seen.add(Integer.toString(mine.status()));
            if (mine.status() != 200) {
                wrong(endpoint, caller.name(), "own", mine, "200");
            }
        }
        return String.join("/", seen);
    }

    /** A call with neither a body that can be spoilt nor an id that can be unknown would do what it says. */
    private static boolean mayTakeEffect(Endpoint endpoint) {
        return endpoint.isSafe() || endpoint.takesBody() || endpoint.path().contains("{id}");
    }

    /** Reports of a service and the like belong to no team. */
    private static boolean isOfNobody(Endpoint endpoint) {
        return !endpoint.path().contains("{id}");
    }

    private String asServices(ServiceAccounts services, Endpoint endpoint) throws IOException, InterruptedException {
        Endpoint.Permission permission = endpoint.permission();
        if (permission == null || endpoint.service().equals("gateway")) {
            return "–";
        }
        int allowed = 0;
        Calls direct = new Calls(services.address(endpoint.service()));
        for (String id : services.ids()) {
            Caller caller = new Caller.Service(id, services.token(id, endpoint.service()));
            boolean granted = permission.isGrantedTo(caller);
            if (granted && !mayTakeEffect(endpoint)) {
                continue;
            }
            Answer answer = make(direct, endpoint, NOTHING.in(endpoint), caller);
            if (granted == answer.isRefusal() || (!granted && answer.status() != 403)) {
                wrong(endpoint, id, "unknown", answer, granted ? "an answer" : "403");
            }
            allowed += granted ? 1 : 0;
        }
        return allowed + " may";
    }

    private Answer make(Calls http, Endpoint endpoint, String path, @Nullable Caller caller)
            throws IOException, InterruptedException {
        calls++;
        return http.make(
                endpoint.method(),
                path,
                caller == null ? null : caller.token(),
                endpoint.takesBody() ? UNKNOWN_FIELD : null);
    }

    private void wrong(Endpoint endpoint, String caller, String thing, Answer answer, String expected) {
        wrong.add("WRONG " + endpoint + " as " + caller + " on " + thing + ": " + answer + ", expected " + expected);
    }
}
