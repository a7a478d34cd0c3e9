package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code swen code}: what the authenticator of a generated account shows, for the sign-in page. */
@Command(
        name = "code",
        description = "Print a code of an account's authenticator, to type into the sign-in page within a minute.")
public final class CodeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "USER", description = "operator, approver1, approver2 or admin.")
    String user = "";

    private final Context context;

    public CodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        context.terminal().print(new Tokens(context).code(user));
        return ExitCode.OK.number();
    }
}
