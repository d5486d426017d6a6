import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Judges PDF files by veraPDF: {@code VeraPdf 3a,ua1 one.pdf two.pdf}.
 *
 * <p>Prints one line for each file and flavour, tab-separated: flavour, file, "valid" or "invalid", number of checks,
 * then one field for each broken rule. Ends with 0 when everything is valid, 1 when something is not.
 */
public final class VeraPdf {
    private static final int FAILURES_KEPT = 50;

    private VeraPdf() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean allValid = true;
        for (int at = 1; at < arguments.length; at++) {
            for (String name : arguments[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                if (flavour == PDFAFlavour.NO_FLAVOUR) {
                    throw new IllegalArgumentException("veraPDF knows no flavour " + name);
                }
                allValid &= judge(arguments[at], name, flavour);
            }
        }
        System.exit(allValid ? 0 : 1);
    }

    private static boolean judge(String file, String name, PDFAFlavour flavour) throws Exception {
        boolean valid = true;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(Path.of(file).toFile(), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, FAILURES_KEPT, false, false, false)) {
            List<ValidationResult> results = validator.validateAll(parser);
            if (results.isEmpty()) {
                throw new IllegalStateException("veraPDF gave no verdict on " + file);
            }
            for (ValidationResult result : results) {
                StringBuilder line = new StringBuilder(String.join("\t", name, file,
                        result.isCompliant() ? "valid" : "invalid", String.valueOf(result.getTotalAssertions())));
                for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                    line.append('\t').append(describe(result, failed.getKey(), failed.getValue()));
                }
                System.out.println(line);
                valid &= result.isCompliant();
            }
        }
        return valid;
    }

    private static String describe(ValidationResult result, RuleId rule, int count) {
        String text = "clause " + rule.getClause() + " test " + rule.getTestNumber() + ", " + count + " times";
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (rule.equals(assertion.getRuleId())) {
                text += ": " + assertion.getMessage() + " at " + assertion.getLocation().getContext();
                break;
            }
        }
        return text.replaceAll("\\s+", " ");
    }
}
