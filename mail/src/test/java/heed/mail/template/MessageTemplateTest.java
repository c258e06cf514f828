package heed.mail.template;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTemplateTest {
    private static final FieldCatalog FIELDS = FieldCatalog.standard();
    private static final Optional<URI> LINK = Optional.of(URI.create("https://example.com/unsubscribe/abc?a=1&b=2"));

    private static Prospect prospect(String firstName, String company) {
        Prospect prospect = new Prospect(new ProspectId(1), new Value[FIELDS.size()]);
        return prospect.with(
                        StandardFields.FIRST_NAME, Value.Text.from(firstName).map(name -> name))
                .with(StandardFields.COMPANY, Value.Text.from(company).map(name -> name));
    }

    private static MessageTemplate template(String subject, String text, String html) {
        MessageTemplate.TemplateResult result =
                MessageTemplate.read(subject, Optional.of(text), Optional.of(html), FIELDS);
        assertThat(result.problems()).isEmpty();
        return result.template().orElseThrow();
    }

    private static List<String> problems(String html) {
        return MessageTemplate.read("Hello", Optional.empty(), Optional.of(html), FIELDS).problems().stream()
                .map(TemplateProblem::toString)
                .toList();
    }

    private static String html(String template, Prospect prospect) {
        return template("Hello", "Hello", template).fill(prospect, LINK).html().orElseThrow();
    }

    @Test
    void fields_are_filled_with_values_or_fallbacks() {
        MessageTemplate template = template(
                "{{firstName fallback=\"You\"}} and us",
                "Dear {{[First Name] fallback='friend'}} of {{company}},\n{{unsubscribeUrl}}\n",
                "<p>Dear {{firstName}}</p>{{! a comment }}");
        MessageTemplate.MessageContent ann = template.fill(prospect("Ann", "Smith & Co"), LINK);
        assertThat(ann.subject()).isEqualTo("Ann and us");
        assertThat(ann.text()).contains("Dear Ann of Smith & Co,\nhttps://example.com/unsubscribe/abc?a=1&b=2\n");
        assertThat(ann.html()).contains("<p>Dear Ann</p>");
        MessageTemplate.MessageContent nobody = template.fill(prospect("", ""), LINK);
        assertThat(nobody.subject()).isEqualTo("You and us");
        assertThat(nobody.text().orElseThrow()).startsWith("Dear friend of ,");
        assertThat(template.fields()).containsExactly(StandardFields.FIRST_NAME, StandardFields.COMPANY);
        assertThat(template.showsUnsubscribeUrl()).isTrue();
    }

    @Test
    void a_missing_field_without_a_fallback_is_counted() {
        MessageTemplate template = template("Hello", "{{firstName}} {{company fallback='you'}}", "{{firstName}}");
        MissingFieldCounter missing = new MissingFieldCounter(template);
        missing.add(prospect("Ann", ""));
        missing.add(prospect("", ""));
        missing.add(prospect("", "Acme"));
        assertThat(missing.warnings()).containsExactly("First Name is empty for 2 of 3, and has no fallback");
    }

    @Test
    @Promise(10)
    void a_value_never_becomes_markup() {
        Prospect hostile = prospect("<script>alert('x')</script>", "\"onmouseover=\"alert(1)");
        assertThat(html("<p>{{firstName}}</p>", hostile)).doesNotContain("<script");
        assertThat(html("<p title=\"{{company}}\" class='{{company}}'>", hostile))
                .isEqualTo("<p title=\"&quot;onmouseover&#x3D;&quot;alert(1)\""
                        + " class='&quot;onmouseover&#x3D;&quot;alert(1)'>");
        assertThat(html("{{firstName fallback='<b>'}}", prospect("", ""))).isEqualTo("&lt;b&gt;");
    }

    @Test
    @Promise(10)
    void a_value_in_a_link_stays_a_part_of_the_link() {
        assertThat(html("<a href=\"https://example.com/?c={{company}}\">", prospect("", "a b&c=d#\"/ü")))
                .isEqualTo("<a href=\"https://example.com/?c=a%20b%26c%3Dd%23%22%2F%C3%BC\">");
        assertThat(html("<a href=\"{{unsubscribeUrl}}\">", prospect("", "")))
                .isEqualTo("<a href=\"https://example.com/unsubscribe/abc?a&#x3D;1&amp;b&#x3D;2\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"{{company}}\">",
                "<a href=\" {{company}}/x\">",
                "<a href={{company}}>",
                "<img src='{{company}}'>",
                "<p onclick=\"x('{{company}}')\">",
                "<p style=\"color: {{company}}\">",
                "<p {{company}}>",
                "<p title={{company}}>",
                "<p title=x{{company}}>",
                "<{{company}}>",
                "<script>var x = '{{company}}'</script>",
                "<SCRIPT type=x>{{company}}",
                "<script>--i; x = a > b && b > '{{company}}'</script>",
                "<script></scripts>{{company}}</script>",
                "<script></script\u00a0>{{company}}</script>",
                "<style>p { color: {{company}} }</style>",
                "<!-- {{company}} -->",
                "<!doctype {{company}}>",
                "<p title=\"x\"{{company}}>",
                "<a title='>' href = '{{company}}'>",
                "<a ping=\"https://shop.example/{{company}}\" href='https://shop.example/'>",
                "<meta http-equiv='refresh' content=\"0; url=https://shop.example/{{company}}\">",
                "<meta content=\"{{company}}\" http-equiv='refresh'>",
                "<a href='//{{company}}'>",
                "<a href='/{{company}}'>",
                "<a href='https:{{company}}'>",
                "<a href='https://{{company}}'>",
                "<a href='https://shop.{{company}}.example/'>",
                "<a href='https://shop.example{{company}}'>",
                "<a href='https://shop.example@{{company}}'>",
                "<a href='https://shop.example:{{company}}'>",
                "<a href='https:\\\\shop.example/{{company}}'>",
                "<a href='https://\\shop.example/{{company}}'>",
                "<a href='javascript:x(\"{{company}}\")'>",
                "<a href='JaVaScRiPt&#58;https://x/{{company}}'>",
                "<a href='data:text/html,{{company}}'>",
                "<a href='http{{unsubscribeUrl}}'>",
                "<base href='https://shop.example/{{company}}'>",
                "<link rel='stylesheet' href='https://shop.example/{{company}}'>",
                "<form action='https://shop.example/{{company}}'>",
                "<button formaction='https://shop.example/{{company}}'>",
                "<iframe src='https://shop.example/{{company}}'>",
                "<object data='https://shop.example/{{company}}'>",
                "<img srcset='https://shop.example/{{company}} 2x'>",
                "<svg><a xlink:href='https://shop.example/{{company}}'>",
                "<p invented='{{company}}'>"
            })
    @Promise(10)
    void a_field_is_refused_where_no_escaping_makes_it_safe(String html) {
        assertThat(problems(html)).singleElement().asString().contains("cannot stand here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>if (a < b) {}</script>{{company}}",
                "<!-- a > b -->{{company}}",
                "<!-- --><p>{{company}}",
                "<!doctype html><html><body>{{company}}",
                "a < b {{company}}",
                "<br/>{{company}}",
                "<a title='>'>{{company}}</a>",
                "<p data-x=1 title=\"{{company}}\">",
                "<style>a{}</style ><p>{{company}}",
                "<script></scripts></script\n><p>{{company}}",
                "<script></SCRIPT/><p>{{company}}",
                "<img alt=\"{{company}}\" src='https://cdn.example:8443/a.png?for={{company}}'>",
                "<A HREF=' HTTPS://shop.example?c={{company}}&d={{company}}'>",
                "<a href='mailto:help@shop.example?subject={{company}}'>",
                "<a href='tel:{{company}}'>",
                "<a href='{{unsubscribeUrl}}?for={{company}}'>",
                "<td background='https://cdn.example/{{company}}.png' aria-label='{{company}}' data-city='{{company}}'>"
            })
    void a_field_is_permitted_in_text_and_quoted_attributes(String html) {
        assertThat(problems(html)).isEmpty();
    }

    @Test
    @Promise(10)
    void a_subject_stays_one_line() {
        MessageTemplate template = template("Hello {{company}}", "x", "x");
        assertThat(template.fill(prospect("", "a\r\nBcc: all@example.com\u2028b\u0000c"), LINK)
                        .subject())
                .isEqualTo("Hello a Bcc: all@example.com b c");
        assertThat(template.fill(prospect("", "\u202egnp.exe\u2066"), LINK).subject())
                .isEqualTo("Hello gnp.exe");
    }

    @Test
    @Promise(10)
    void a_long_value_is_cut_so_that_the_subject_fits_into_a_header() {
        String subject = template("Hello {{company}}", "x", "x")
                .fill(prospect("", "😀".repeat(5_000)), LINK)
                .subject();
        assertThat(subject.codePointCount(0, subject.length())).isEqualTo(500);
        assertThat(subject).startsWith("Hello 😀").endsWith("😀…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{nickname}} | html:1:1 there is no field \"nickname\"",
                "<p>{{{firstName}}}</p> | html:1:4 fields are always escaped: write {{firstName}}",
                "{{&firstName}} | html:1:1 fields are always escaped: write {{firstName}}",
                "{{firstName 'you'}} | html:1:1 a fallback is written {{firstName fallback=\"…\"}}",
                "{{firstName default='you'}} | html:1:1 a fallback is written {{firstName fallback=\"…\"}}",
                "{{firstName.class}} | html:1:1 there is no field \"firstName.class\"",
                "{{this}} | html:1:1 there is no field \"this\"",
                "{{> etc/hostname}} | html:1:1 {{>etc/hostname}} is not available: a message has fields only",
                "{{#if city}}x{{/if}} | html:1:1 {{#if}} is not available: a message has fields only",
                "Hi {{#if city}}x | html:1:4 {{#if}} is not available: a message has fields only",
                "x{{/if}} | html:1:2 {{/if}} is not available: a message has fields only",
                "{{else}} | html:1:1 {{else}} is not available: a message has fields only",
                "{{{{raw}}}}x | html:1:1 {{{{raw}}}} is not available: a message has fields only",
                "Hi {{firstName | html:1:4 \"{{\" is not closed by \"}}\"",
                "{{city}} {{firstName} x | html:1:10 \"{{\" is not closed by \"}}\"",
                "{{city} {{firstName}} | html:1:1 \"{{\" is not closed by \"}}\"",
                "{{!-- x }} y | html:1:1 the comment is not closed: write {{!-- … --}}",
                "{{!-- }} --}}{{}} | html:1:14 {{}} names no field: write {{firstName}}",
                "{{{firstName}} | html:1:1 fields are always escaped: write {{firstName}}",
                "{{city fallback=\"x}} | html:1:1 this tag cannot be read: write {{city}} or {{city fallback=\"…\"}}",
                "{{city fallback=“x”}} | html:1:1 this tag cannot be read: write {{city}} or {{city fallback=\"…\"}}",
                "{{city, 'x'}} | html:1:1 this tag cannot be read: write {{city}} or {{city fallback=\"…\"}}",
                "{{1}} | html:1:1 this tag cannot be read: write {{firstName}} or {{firstName fallback=\"…\"}}"
            })
    void a_problem_is_reported_with_its_position(String html, String problem) {
        assertThat(problems(html)).containsExactly(problem);
    }

    @Test
    void every_wrong_tag_of_a_template_that_cannot_be_parsed_is_reported() {
        assertThat(problems("{{{city}}} {{#if city}}a{{else}}b {{city} {{}}"))
                .containsExactly(
                        "html:1:1 fields are always escaped: write {{city}}",
                        "html:1:12 {{#if}} is not available: a message has fields only",
                        "html:1:35 \"{{\" is not closed by \"}}\"",
                        "html:1:43 {{}} names no field: write {{firstName}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#if firstName}}x{{/if}}",
                "{{#each this}}x{{/each}}",
                "{{#firstName}}x{{/firstName}}",
                "{{^firstName}}x{{/firstName}}",
                "{{firstName fallback=(lookup this 'x')}}",
                "{{include 'x'}}",
                "{{log 'x'}}",
                "{{* inline 'x'}}",
                "{{firstName",
                "{{#firstName}}",
                "{{{{raw}}}}x{{{{/raw}}}}",
                "\uE0000\uE001"
            })
    void a_template_has_no_logic(String html) {
        assertThat(problems(html)).isNotEmpty();
    }

    @Test
    void the_problems_of_all_parts_are_reported_at_once() {
        MessageTemplate.TemplateResult result =
                MessageTemplate.read("a\nb {{x}}", Optional.of("one\ntwo {{y}}"), Optional.of("\n\n {{z}}"), FIELDS);
        assertThat(result.problems().stream().map(TemplateProblem::toString))
                .containsExactly(
                        "subject:1:1 a subject is one line of at most 500 characters",
                        "subject:2:3 there is no field \"x\"",
                        "text:2:5 there is no field \"y\"",
                        "html:3:2 there is no field \"z\"");
        assertThat(result.template()).isEmpty();
        assertThat(MessageTemplate.read("Hello", Optional.empty(), Optional.empty(), FIELDS)
                        .problems())
                .hasSize(1);
    }
}
