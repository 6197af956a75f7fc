package io.intarsia.formats.image.ova;

import io.intarsia.formats.MalformedException;
import io.intarsia.formats.UnsupportedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The disks that an OVF descriptor lists, in its order: {@code Disk} elements, which name {@code
 * File} elements of the references. Elements are taken by their local names, since the namespace
 * has the version in it.
 */
record OvfDescriptor(List<Disk> disks) {
  private static final int MAX_DISKS = 256;
  private static final long MAX_BYTES = 1L << 55;
  private static final Pattern UNITS =
      Pattern.compile("byte(?:\\s*\\*\\s*2\\s*\\^\\s*(\\d{1,2}))?");

  /**
   * A disk.
   *
   * @param file name of its file; null for a disk of zeros
   * @param bytes that it has; 0 where there is a file
   */
  record Disk(@Nullable String file, long bytes) {}

  static OvfDescriptor parse(String where, byte[] xml) throws IOException {
    Document document = document(where, xml);
    Map<String, String> files = new HashMap<>();
    for (Element file : elements(document, "File")) {
      files.put(attribute(file, "id"), fileName(where, file));
    }
    List<Disk> disks = new ArrayList<>();
    for (Element disk : elements(document, "Disk")) {
      disks.add(disk(where, disk, files));
    }
    if (disks.isEmpty() || disks.size() > MAX_DISKS) {
      throw new UnsupportedException(where, "an appliance of " + disks.size() + " disks");
    }
    return new OvfDescriptor(disks);
  }

  private static String fileName(String where, Element file) throws UnsupportedException {
    String name = attribute(file, "href");
    String compression = attribute(file, "compression");
    if (!compression.isEmpty() && !compression.equals("identity")) {
      throw new UnsupportedException(
          where, "the file " + name + ", which is compressed with " + compression);
    }
    if (!attribute(file, "chunkSize").isEmpty()) {
      throw new UnsupportedException(where, "the file " + name + ", which is in chunks");
    }
    return name;
  }

  private static Disk disk(String where, Element disk, Map<String, String> files)
      throws IOException {
    String id = attribute(disk, "diskId");
    if (!attribute(disk, "parentRef").isEmpty()) {
      throw new UnsupportedException(where, "the disk " + id + ", which has a parent");
    }
    String reference = attribute(disk, "fileRef");
    if (reference.isEmpty()) {
      return new Disk(null, capacity(where, disk));
    }
    String file = files.get(reference);
    if (file == null || file.isEmpty()) {
      throw new MalformedException(where, "the disk " + id + " names a file that is not listed");
    }
    return new Disk(file, 0);
  }

  private static long capacity(String where, Element disk) throws IOException {
    String capacity = attribute(disk, "capacity");
    if (capacity.startsWith("$")) {
      throw new UnsupportedException(where, "a disk whose capacity is the variable " + capacity);
    }
    String stated = attribute(disk, "capacityAllocationUnits").strip();
    Matcher units = UNITS.matcher(stated.isEmpty() ? "byte" : stated);
    if (!units.matches() || !capacity.matches("\\d{1,18}")) {
      throw new MalformedException(where, "a disk of " + capacity + " times " + stated);
    }
    int shift = units.group(1) == null ? 0 : Integer.parseInt(units.group(1));
    BigInteger bytes = new BigInteger(capacity).shiftLeft(shift);
    if (bytes.bitLength() > Long.SIZE - 1 || bytes.longValue() > MAX_BYTES) {
      throw new MalformedException(where, "a disk of " + bytes + " bytes");
    }
    return bytes.longValue();
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** An attribute with the namespace of its element, or without one; empty when there is none. */
  private static String attribute(Element element, String name) {
    String value = element.getAttributeNS(element.getNamespaceURI(), name);
    return value.isEmpty() ? element.getAttribute(name) : value;
  }

  private static Document document(String where, byte[] xml) throws IOException {
    Document document;
    try {
      DocumentBuilder builder = factory().newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      document = builder.parse(new ByteArrayInputStream(xml));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (SAXException | IOException | RuntimeException e) {
      // Bytes that are no characters are an IOException, and no medium can fail here.
      MalformedException damaged =
          new MalformedException(where, "the OVF descriptor is damaged: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
    if (!"Envelope".equals(document.getDocumentElement().getLocalName())) {
      throw new MalformedException(where, "the OVF descriptor is no Envelope");
    }
    return document;
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setXIncludeAware(false);
    factory.setExpandEntityReferences(false);
    return factory;
  }

  /** Prints nothing. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
