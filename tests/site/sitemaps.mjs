// Sitemaps are valid by the schema of sitemaps.org, which the npm package sitemap ships; xmllint reads it.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const { validateXML, memoryPages } = require('xmllint-wasm');

// The schema lets other elements in only if they are known. Of XHTML sitemaps use the link, and nothing else.
const XHTML = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml" elementFormDefault="qualified">
 <xs:element name="link"><xs:complexType>
  <xs:attribute name="rel" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="alternate"/></xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="hreflang" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="x-default|[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"/></xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="href" type="xs:anyURI" use="required"/>
 </xs:complexType></xs:element>
</xs:schema>`;
// The package has no schema for an index: this is what sitemaps.org says of one.
const INDEX = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
 <xs:element name="sitemapindex"><xs:complexType><xs:sequence><xs:element name="sitemap" maxOccurs="50000"><xs:complexType><xs:sequence>
  <xs:element name="loc" type="xs:anyURI"/><xs:element name="lastmod" type="xs:date" minOccurs="0"/>
 </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
const ALL = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="sitemap.xsd"/>
 <xs:import namespace="http://www.w3.org/1999/xhtml" schemaLocation="xhtml.xsd"/>
</xs:schema>`;

export async function checkSitemaps(site, report) {
  const sitemap = await readFile(join(dirname(require.resolve('sitemap/package.json')), 'schema/sitemap.xsd'), 'utf8');
  for (const file of site.files.filter((name) => /^sitemap[^/]*\.xml$/.test(name))) {
    const contents = await readFile(join(site.folder, file), 'utf8');
    const isIndex = contents.includes('<sitemapindex');
    const preload = isIndex ? [] : [{ fileName: 'sitemap.xsd', contents: sitemap }, { fileName: 'xhtml.xsd', contents: XHTML }];
    const schema = isIndex ? [{ fileName: 'index.xsd', contents: INDEX }] : [{ fileName: 'all.xsd', contents: ALL }];
    const { valid, errors } = await validateXML({ xml: [{ fileName: file, contents }], schema, preload, maxMemoryPages: memoryPages.GiB });
    const problems = valid ? [] : errors.slice(0, 20).map((error) => ({ rule: 'sitemap-schema', page: file, message: error.message }));
    const count = contents.split('<loc>').length - 1;
    if (count > 50000 || Buffer.byteLength(contents) > 50 * 1024 * 1024) problems.push({ rule: 'sitemap-size', page: file, message: `holds ${count} addresses in ${Buffer.byteLength(contents)} bytes` });
    report.check(problems);
  }
}
