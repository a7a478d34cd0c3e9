package io.swen.cli;

import io.swen.cli.access.AccessCommand;
import io.swen.cli.access.CommandAccess;
import io.swen.cli.audit.AuditCommand;
import io.swen.cli.automation.BreakGlassCommand;
import io.swen.cli.automation.DelegateCommand;
import io.swen.cli.automation.FreezeCommand;
import io.swen.cli.automation.KillSwitchCommand;
import io.swen.cli.automation.ModeCommand;
import io.swen.cli.checks.BenchCommand;
import io.swen.cli.checks.ComposeCommand;
import io.swen.cli.checks.DecisionsCommand;
import io.swen.cli.checks.QueryCommand;
import io.swen.cli.checks.TestCommand;
import io.swen.cli.checks.VerifyCommand;
import io.swen.cli.client.ApproveCommand;
import io.swen.cli.client.CancelCommand;
import io.swen.cli.client.CodeCommand;
import io.swen.cli.client.DriftCommand;
import io.swen.cli.client.ExplainCommand;
import io.swen.cli.client.LogsOfCommand;
import io.swen.cli.client.PauseCommand;
import io.swen.cli.client.PendingCommand;
import io.swen.cli.client.PinCommand;
import io.swen.cli.client.PolicyCommand;
import io.swen.cli.client.PromoteCommand;
import io.swen.cli.client.RebuildCommand;
import io.swen.cli.client.RejectCommand;
import io.swen.cli.client.RemediationCommand;
import io.swen.cli.client.RemoteCommand;
import io.swen.cli.client.ReplayCommand;
import io.swen.cli.client.RestartCommand;
import io.swen.cli.client.ResumeCommand;
import io.swen.cli.client.RetryCommand;
import io.swen.cli.client.RollbackCommand;
import io.swen.cli.client.SubmitCommand;
import io.swen.cli.client.TokenCommand;
import io.swen.cli.client.WhatIfCommand;
import io.swen.cli.client.WorkloadsCommand;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.demo.DemoCommand;
import io.swen.cli.drill.ChaosDrill;
import io.swen.cli.drill.DriftDrill;
import io.swen.cli.drill.IngestDrill;
import io.swen.cli.drill.MarketDrill;
import io.swen.cli.drill.OutageDrill;
import io.swen.cli.drill.ReplicasDrill;
import io.swen.cli.drill.RestoreDrill;
import io.swen.cli.drill.StormDrill;
import io.swen.cli.drill.UpgradeDrill;
import io.swen.cli.infra.EstimateCommand;
import io.swen.cli.infra.InfraCommand;
import io.swen.cli.monitoring.AlertDrill;
import io.swen.cli.monitoring.DashboardsCommand;
import io.swen.cli.observability.ErrorsCommand;
import io.swen.cli.observability.EventsCommand;
import io.swen.cli.observability.MapCommand;
import io.swen.cli.observability.ProfileCommand;
import io.swen.cli.observability.VerifyLogsCommand;
import io.swen.cli.observability.VerifyTraceCommand;
import io.swen.cli.scenario.ScenarioCommand;
import io.swen.cli.secrets.KeysCommand;
import io.swen.cli.secrets.VerifySecretsCommand;
import io.swen.cli.stack.BackupCommand;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.DoctorCommand;
import io.swen.cli.stack.DownCommand;
import io.swen.cli.stack.DrillCommand;
import io.swen.cli.stack.LogsCommand;
import io.swen.cli.stack.RestoreCommand;
import io.swen.cli.stack.StatusCommand;
import io.swen.cli.stack.SuperviseCommand;
import io.swen.cli.stack.UpCommand;
import io.swen.cli.supply.ProvenanceCommand;
import io.swen.cli.supply.SupplyCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/** The {@code swen} command. */
@Command(
        name = "swen",
        version = "swen 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs the SWEN platform on this machine, and talks to it.",
        subcommands = GenerateCompletion.class)
public final class Swen {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; 'swen COMMAND --help' shows a command's.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    private Swen() {}

    public static void main(String[] args) {
        Context context;
        try {
            context = Context.system();
        } catch (CliException noProject) {
            Terminal.system().say(noProject.report());
            System.exit(noProject.exitCode().number());
            return;
        }
        System.exit(commandLine(context).execute(args));
    }

    /** The whole command line, with what its parts work on. */
    public static CommandLine commandLine(Context context) {
        CommandLine line = new CommandLine(new Swen());
        line.addSubcommand(new UpCommand(context))
                .addSubcommand(new DownCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new LogsCommand(context))
                .addSubcommand(new DoctorCommand(context))
                .addSubcommand(new SuperviseCommand(context))
                .addSubcommand(new BackupCommand(context))
                .addSubcommand(new RestoreCommand(context))
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new CommandLine(new DrillCommand(context))
                        .addSubcommand(new AlertDrill(context))
                        .addSubcommand(new ChaosDrill(context))
                        .addSubcommand(new IngestDrill(context))
                        .addSubcommand(new MarketDrill(context))
                        .addSubcommand(new OutageDrill(context))
                        .addSubcommand(new ReplicasDrill(context))
                        .addSubcommand(new RestoreDrill(context))
                        .addSubcommand(new UpgradeDrill(context))
                        .addSubcommand(new StormDrill(context))
                        .addSubcommand(new DriftDrill(context)))
                .addSubcommand(new ScenarioCommand(context))
                .addSubcommand(new TestCommand(context))
                .addSubcommand(new CommandLine(new VerifyCommand())
                        .addSubcommand(new AuditCommand(context))
                        .addSubcommand(new SupplyCommand(context))
                        .addSubcommand(new ComposeCommand(context))
                        .addSubcommand(new AccessCommand(context))
                        .addSubcommand(new VerifySecretsCommand(context))
                        .addSubcommand(new DashboardsCommand(context))
                        .addSubcommand(new DecisionsCommand(context))
                        .addSubcommand(new InfraCommand(context))
                        .addSubcommand(new VerifyTraceCommand(context))
                        .addSubcommand(new VerifyLogsCommand(context)))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new QueryCommand(context))
                .addSubcommand(new EstimateCommand(context))
                .addSubcommand(new ProvenanceCommand(context))
                .addSubcommand(new RebuildCommand(context))
                .addSubcommand(new ErrorsCommand(context))
                .addSubcommand(new EventsCommand(context))
                .addSubcommand(new MapCommand(context))
                .addSubcommand(new ProfileCommand(context))
                .addSubcommand(new KeysCommand(context))
                .addSubcommand(new TokenCommand(context))
                .addSubcommand(new CodeCommand(context))
                .addSubcommand(new SubmitCommand(context))
                .addSubcommand(new WorkloadsCommand(context))
                .addSubcommand(new PauseCommand(context))
                .addSubcommand(new ResumeCommand(context))
                .addSubcommand(new RestartCommand(context))
                .addSubcommand(new CancelCommand(context))
                .addSubcommand(new ExplainCommand(context))
                .addSubcommand(new ReplayCommand(context))
                .addSubcommand(new WhatIfCommand(context))
                .addSubcommand(new DriftCommand(context))
                .addSubcommand(new PinCommand(context))
                .addSubcommand(new RollbackCommand(context))
                .addSubcommand(new RetryCommand(context))
                .addSubcommand(new RemediationCommand(context))
                .addSubcommand(new PendingCommand(context))
                .addSubcommand(new PolicyCommand(context))
                .addSubcommand(new RemoteCommand(context))
                .addSubcommand(new LogsOfCommand(context))
                .addSubcommand(new PromoteCommand(context))
                .addSubcommand(new ApproveCommand(context))
                .addSubcommand(new RejectCommand(context))
                .addSubcommand(new ModeCommand(context))
                .addSubcommand(new FreezeCommand(context))
                .addSubcommand(new KillSwitchCommand(context))
                .addSubcommand(new DelegateCommand(context))
                .addSubcommand(new BreakGlassCommand(context));
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(Integer.toString(code.number()), code.meaning());
        }
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        line.getSubcommands().values().forEach(Swen::giveHelp);
        line.getSubcommands().forEach((name, command) -> tellPermissions("", name, command));
        line.setOut(context.terminal().out());
        line.setErr(context.terminal().err());
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(context.terminal(), failure));
        return line;
    }

    private static void giveHelp(CommandLine command) {
        if (!command.getCommandSpec().optionsMap().containsKey("--help")) {
            command.getCommandSpec().addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new Help()));
        }
        command.getSubcommands().values().forEach(Swen::giveHelp);
    }

    private static void tellPermissions(String before, String name, CommandLine command) {
        CommandAccess.note(before + name).ifPresent(note -> {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            usage.footer(Stream.concat(Stream.of(usage.footer()), Stream.of("", note))
                    .toArray(String[]::new));
        });
        command.getSubcommands().forEach((inner, sub) -> tellPermissions(before + name + " ", inner, sub));
    }

    private static int report(Terminal terminal, Exception failure) throws Exception {
        if (failure instanceof CliException known) {
            terminal.say(known.report());
            return known.exitCode().number();
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        }
        throw failure;
    }

    /** Gives each command its help option. */
    @Command
    static final class Help {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        boolean help;
    }
}
