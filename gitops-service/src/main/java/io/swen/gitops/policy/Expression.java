package io.swen.gitops.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One compiled CEL expression over {@link PolicyInput}. */
final class Expression {

    static final int LONGEST = 2_000;

    private static final int DEEPEST = 32;
    private static final int MOST_ITERATIONS = 10_000;
    private static final int LONGEST_PROBLEM = 400;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
    private static final Set<CelType> TOLD =
            Set.of(SimpleType.STRING, SimpleType.INT, SimpleType.DOUBLE, SimpleType.BOOL, SimpleType.TIMESTAMP);

    private final String text;
    private final CelRuntime.Program program;

    private Expression(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    private static CelCompiler compiler() {
        ImmutableMap<String, CelType> structs = PolicyInput.STRUCTS.stream()
                .map(InputType.Struct::struct)
                .collect(ImmutableMap.toImmutableMap(StructType::name, struct -> struct));
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(new CelTypeProvider() {
                    @Override
                    public ImmutableCollection<CelType> types() {
                        return structs.values();
                    }

                    @Override
                    public Optional<CelType> findType(String name) {
                        return Optional.ofNullable(structs.get(name));
                    }
                });
        PolicyInput.ROOT
                .fields()
                .forEach(field -> builder.addVar(field.name(), field.type().cel()));
        return builder.build();
    }

    /** A condition; what is wrong with it is added to the problems, and then there is none. */
    static Optional<Expression> condition(String text, String field, int line, List<String> problems) {
        return compile(text, field, line, problems, Set.of(SimpleType.BOOL), "true or false");
    }

    /** Something that can be told in a message. */
    static Optional<Expression> told(String text, String field, int line, List<String> problems) {
        return compile(text, field, line, problems, TOLD, "a text, a number, true or false, or a time");
    }

    private static Optional<Expression> compile(
            String text, String field, int line, List<String> problems, Set<CelType> allowed, String allowedTold) {
        String at = "line " + line + ": " + field + " ";
        if (text.length() > LONGEST) {
            problems.add(at + "has " + text.length() + " characters; at most " + LONGEST + " are allowed");
            return Optional.empty();
        }
        CelValidationResult checked = COMPILER.compile(text, field);
        if (checked.hasError()) {
            for (CelIssue issue : checked.getErrors()) {
                problems.add(at + "at character " + (issue.getSourceLocation().getColumn() + 1) + ": "
                        + shortened(issue.getMessage()) + hint(issue.getMessage()));
            }
            return Optional.empty();
        }
        try {
            CelAbstractSyntaxTree ast = checked.getAst();
            if (!allowed.contains(ast.getResultType())) {
                problems.add(at + "comes to " + ast.getResultType().name() + "; it has to come to " + allowedTold);
                return Optional.empty();
            }
            return Optional.of(new Expression(text, RUNTIME.createProgram(ast)));
        } catch (CelValidationException | CelEvaluationException e) {
            problems.add(at + shortened(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static String hint(String message) {
        if (message.startsWith("undeclared reference")) {
            return "; allowed are " + PolicyInput.ROOT.names() + ", and what macros name";
        }
        if (!message.startsWith("undefined field")) {
            return "";
        }
        StringBuilder fields = new StringBuilder("; allowed are");
        PolicyInput.STRUCTS.forEach(struct -> fields.append(fields.charAt(fields.length() - 1) == ')' ? "; " : " ")
                .append(struct.name())
                .append(" (")
                .append(struct.names())
                .append(')'));
        return fields.toString();
    }

    private static String shortened(String message) {
        return message.length() > LONGEST_PROBLEM ? message.substring(0, LONGEST_PROBLEM) + "…" : message;
    }

    /**
     * Works it out.
     *
     * @throws UndecidedException where it looks at something that is not there, or costs more than is left
     */
    Object evaluate(Map<String, Object> input, Budget budget, Looked looked) {
        try {
            Object result = program.trace(input, (expression, value) -> {
                budget.spend(value);
                looked.at(expression, value);
            });
            // What || and && swallowed counts all the same.
            budget.check();
            return result;
        } catch (CelEvaluationException e) {
            budget.check();
            throw new UndecidedException(why(String.valueOf(e.getMessage())), e);
        }
    }

    private static String why(String message) {
        String told =
                message.replaceFirst("^evaluation error at [^:]*:\\d+: ", "").replaceFirst("^evaluation error: ", "");
        return shortened(
                told.endsWith("is not present in map.") ? told + " Ask has(…) first, as it may be absent." : told);
    }

    @Override
    public String toString() {
        return text;
    }
}
