package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen token}: an access token on standard output and nothing else. */
@Command(name = "token", description = "Sign in and print an access token.")
public final class TokenCommand implements Callable<Integer> {
    @Option(
            names = "--as",
            defaultValue = "operator",
            paramLabel = "USER",
            description = "operator (default), approver1, approver2, admin.")
    String user = "operator";

    @Option(names = "--fresh", description = "Sign in even if a kept token is still good.")
    boolean fresh;

    private final Context context;

    public TokenCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Tokens tokens = new Tokens(context);
        if (fresh) {
            tokens.forget(user);
        }
        try {
            context.terminal().print(tokens.of(user));
        } catch (ConnectException nobody) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "Nothing answers at " + context.publicUrl(),
                    "./swen up starts the platform.",
                    nobody);
        }
        return ExitCode.OK.number();
    }
}
