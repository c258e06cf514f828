package heed.imports.format;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cells of a column say about its format. In these tests, # stands between cells. */
class ColumnScanTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    static Field field(ValueType type) {
        return new Field("x", "X", type, List.of(), 13, true);
    }

    static ScanResult scan(ValueType type, List<String> cells) {
        ColumnScan scan = ColumnScan.of(type).orElseThrow();
        long line = 2;
        for (String cell : cells) {
            scan.add(cell, line++);
        }
        return scan.result();
    }

    static String read(ColumnFormat format, ValueType type, String cell) {
        try {
            return format.read(field(type), cell, ZONE).map(Value::text).orElse("");
        } catch (ValueReader.WrongValueException wrong) {
            return "rejected";
        }
    }

    /** Returns the values of the cells in the format that they settle, or what is open. */
    private static String read(ValueType type, String joinedCells) {
        List<String> cells = List.of(joinedCells.split("#", -1));
        ScanResult result = scan(type, cells);
        if (result instanceof ScanResult.Settled settled) {
            return cells.stream()
                    .map(cell -> read(settled.format(), type, cell))
                    .collect(Collectors.joining("#"));
        }
        return ((ScanResult.Open) result)
                .choices().stream()
                        .map(choice -> choice.value() + " is " + choice.meaning())
                        .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', textBlock = """
            2027-01-13#2027-02-01	2027-01-13#2027-02-01
            20270113	2027-01-13
            2027/01/13#2027.1.3	2027-01-13#2027-01-03
            13/01/2027#01/02/2027	2027-01-13#2027-02-01
            01/02/2027#01/13/2027	2027-01-02#2027-01-13
            1/2/2027#13-1-2027	2027-02-01#2027-01-13
            01/02/2027#n/a#31/02/2027#13/01/2027	2027-02-01#rejected#rejected#2027-01-13
            01/02/2027#2027-03-04#13/01/2027	2027-02-01#2027-03-04#2027-01-13
            05/05/2027#07/07/2027	2027-05-05#2027-07-07
            01/02/2027#03/04/2027	dd/MM/yyyy is 1 February 2027, MM/dd/yyyy is 2 January 2027
            01-02-2027	dd/MM/yyyy is 1 February 2027, MM/dd/yyyy is 2 January 2027
            13/01/2027#01/13/2027	dd/MM/yyyy is 13 January 2027, MM/dd/yyyy is no date
            01/02/2027#13/01/2027#01/13/2027	dd/MM/yyyy is 1 February 2027, MM/dd/yyyy is 2 January 2027
            01.02.2027#3. 4. 2027	2027-02-01#2027-04-03
            01.13.2027#01.02.2027	2027-01-13#2027-01-02
            01/13/2027#01.02.2027	dd/MM/yyyy is 1 February 2027, MM/dd/yyyy is 2 January 2027
            13/01/27	dd/MM/yy is 13 January 2027, yy/MM/dd is 27 January 2013
            31.12.99#13.01.27	dd/MM/yy is 31 December 1999
            13-Jan-27	dd/MM/yy is 13 January 2027, MM/dd/yy is 13 January 2027, yy/MM/dd is 27 January 2013
            46400#46400.5	2027-01-13#2027-01-13
            2027#1#123456	rejected#rejected#rejected
            0000-00-00#2027-13-01#2027-02-29	rejected#rejected#rejected
            2027-01-13 00:30:00Z#13.01.2027 09:30	2027-01-13#2027-01-13
            2027-01-13T23:30:00Z	rejected
            """)
    void dates(String cells, String expected) {
        assertThat(read(ValueType.DATE, cells)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', textBlock = """
            2027-01-13T09:30:00Z	2027-01-13T09:30:00Z
            2027-01-13T09:30:00.000+0000	2027-01-13T09:30:00Z
            2027-01-13 09:30	2027-01-13T08:30:00Z
            2027-01-13	2027-01-12T23:00:00Z
            2027-01-13 09:30:00 -05:00	2027-01-13T14:30:00Z
            2027-01-13 09:30:00 UTC	2027-01-13T09:30:00Z
            2027-01-13 09:30 America/New_York	2027-01-13T14:30:00Z
            1/13/2027, 9:30 AM	2027-01-13T08:30:00Z
            1/13/2027 9:30 p.m.	2027-01-13T20:30:00Z
            1/13/2027 12:05 AM	2027-01-12T23:05:00Z
            13.01.2027 09.30	2027-01-13T08:30:00Z
            13/01/2027 à 9h30	2027-01-13T08:30:00Z
            13/01/2027 09:30:15,250	2027-01-13T08:30:15.250Z
            Jan 13, 2027 9:30 AM	2027-01-13T08:30:00Z
            Wed, 13 Jan 2027 09:30:00 +0100	2027-01-13T08:30:00Z
            46400.5	2027-01-13T11:00:00Z
            46400,25	2027-01-13T05:00:00Z
            2027-01-13 25:00	rejected
            2027-01-13 13:30 PM	rejected
            2027-01-13 9	rejected
            2027-01-13 09:30 Mars/Phobos	rejected
            2027-01-13 09:30 tomorrow	rejected
            """)
    void dates_with_times(String cell, String expected) {
        assertThat(read(ValueType.DATE_TIME, cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', textBlock = """
            13 January 2027#Jan 13 2027#January 13th, 2027#13-JAN-2027#2027 Jan 13
            13. Januar 2027#13. Jan. 2027#13 Jänner 2027
            13 janvier 2027#13 janv. 2027
            13 de enero de 2027#13 ene 2027#13/ene/2027
            13 gennaio 2027#13 gen 2027
            13 de janeiro de 2027#13 de jan. de 2027
            13 januari 2027#13 jan. 2027
            13 stycznia 2027#13 sty 2027
            13 ledna 2027#13. led 2027
            13 januari 2027
            13. januar 2027
            """)
    void months_by_name(String cells) {
        assertThat(read(ValueType.DATE, cells).split("#")).containsOnly("2027-01-13");
    }

    @Test
    void every_month_is_read_in_every_language_with_and_without_accents() {
        assertThat(read(ValueType.DATE, "1 août 2027#1 aout 2027#1er mars 2027#3 März 2027#3 Mrz 2027#1 décembre 2027"))
                .isEqualTo("2027-08-01#2027-08-01#2027-03-01#2027-03-03#2027-03-03#2027-12-01");
        assertThat(read(ValueType.DATE, "1 września 2027#1 wrz 2027#1 października 2027#1 maj 2027#1 lip 2027"))
                .isEqualTo("2027-09-01#2027-09-01#2027-10-01#2027-05-01#2027-07-01");
        assertThat(read(ValueType.DATE, "1 Sept 2027#1 juil. 2027#1 giu 2027#1 de dezembro de 2027#1 mrt 2027"))
                .isEqualTo("2027-09-01#2027-07-01#2027-06-01#2027-12-01#2027-03-01");
        assertThat(read(ValueType.DATE, "1 Foo 2027#31 February 2027#13 2027 January"))
                .isEqualTo("rejected#rejected#rejected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', quoteCharacter = '~', textBlock = """
            1200.5#7	1200.5#7
            1200,5#7	1200.5#7
            1.234,56	1234.56
            1,234.56	1234.56
            1 234,56	1234.56
            1\u00a0234,56	1234.56
            1\u202f234,5	1234.5
            1'234.56	1234.56
            1’234.56	1234.56
            1.234.567	1234567
            1,234,567	1234567
            12,34,567.89	1234567.89
            1.234#1.5	1.234#1.5
            1.234#1,5	1234#1.5
            1,234#0,5	1.234#0.5
            0.123	0.123
            1234.567	1234.567
            1.234	. is 1.234, , is 1234
            1,234#7#x	. is 1234, , is 1.234
            1.5#1,5	. is 1.5, , is no number
            €1.234,50#-€5#5 €#(1.000,00)	1234.5#-5#5#-1000
            $1,234.50#USD 5#1 234.5 kr	1234.5#5#1234.5
            1.200,50 zł#-3#3-#\u22123	1200.5#-3#-3#-3
            12%#12 %#1,5%	rejected#rejected#rejected
            1.5#12%#abc#1.2.3#1,2,3	1.5#rejected#rejected#rejected#rejected
            1e3#1.5E+3#.5#5.	1000#1500#0.5#5
            1,234E3	1234
            12 34#1234 567	rejected#rejected
            491711234567#007	491711234567#7
            """)
    void numbers(String cells, String expected) {
        assertThat(read(ValueType.NUMBER, cells)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', quoteCharacter = '~', textBlock = """
            VIP#a; b	VIP#a; b
            a,b , c	a; b; c
            a|b	a; b
            a\\;b;c	a\\;b; c
            a\\,b;c	a,b; c
            "Tag A","Tag, B"#"C"	Tag A; Tag, B#C
            "Tag A";"Tag; B"	Tag A; Tag\\; B
            "a ""b""\","c"	a "b"; c
            "a" b; c	"a" b; c
            "a, b"#c;d	a, b#c; d
            VIP, Gold; Silver	; is "VIP, Gold" and "Silver", , is "VIP" and "Gold; Silver"
            a,b#c;d	; is "c" and "d", , is "a" and "b"
            """)
    void tags(String cells, String expected) {
        assertThat(read(ValueType.TAGS, cells)).isEqualTo(expected);
    }
}
